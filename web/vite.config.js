// Builds every island (src/Cardo.City/*/Pages/*.island.ts) and the fonts into web/dist, with a manifest by which the
// server finds them. The islands live beside their pages, outside this folder, so bare imports are looked up from here.
import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const rooms = join(here, '../src/Cardo.City');

const islands = readdirSync(rooms, { recursive: true })
  .map(String)
  .filter(path => path.endsWith('.island.ts') && path.split(sep).includes('Pages') && !/(^|[\\/])(bin|obj)[\\/]/.test(path))
  .map(path => join(rooms, path));

const fromHere = {
  name: 'bare-imports-from-web',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!importer || /^[./\0]/.test(source) || relative(here, importer).startsWith('..') === false) return null;
    return this.resolve(source, join(here, 'package.json'), { skipSelf: true });
  },
};

export default defineConfig({
  root: here,
  base: '/assets/',
  plugins: [fromHere],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: join(here, 'dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsDir: '',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: [...islands, join(here, 'fonts.css')] },
  },
});
