// What Vite adds to a module: an address for a worker's or an asset's bundle, and styles imported for their effect.
declare module '*?worker&url' {
  const address: string;
  export default address;
}
declare module '*.css';
