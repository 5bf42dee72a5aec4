// The city's map: the small part. The renderer is half a megabyte and comes by itself, after the page stands.
import { island } from '../../Ui/Pages/island';
import type { MapProps } from './map-props';

island<MapProps>('home/map', async (element, props) => {
  const find = document.querySelector<HTMLInputElement>('#q');
  document.addEventListener('keydown', event => {
    const at = event.target as HTMLElement;
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || at.closest('input, textarea, select, [contenteditable]')) return;
    event.preventDefault();
    find?.focus();
  });
  try {
    const { start } = await import('./map');
    await start(element, props);
  } catch (problem) {
    // No WebGL, or the renderer did not come: the table that stood here all along is shown.
    console.warn('The map could not be drawn.', problem);
    element.classList.add('failed');
    element.querySelector<HTMLElement>('.stage')!.hidden = true;
  }
});
