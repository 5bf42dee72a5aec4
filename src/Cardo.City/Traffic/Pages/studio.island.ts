// Composing on the map: pressing a road ticks it off as closed in the list, and the list's ticks show on the map.
import { island } from '../../Ui/Pages/island';

island('traffic/studio', root => {
  const roads = [...root.querySelectorAll<SVGElement>('.road[data-road]')];
  const ticks = new Map([...root.querySelectorAll<HTMLInputElement>('input[name="closed"]')].map(tick => [tick.value, tick]));
  const show = (): void => {
    for (const road of roads) road.setAttribute('class', ticks.get(road.dataset['road']!)?.checked ? 'road closed' : 'road same');
  };
  root.addEventListener('change', show);
  for (const road of root.querySelectorAll<SVGElement>('.hit')) {
    const tick = ticks.get(road.dataset['road']!);
    if (!tick) continue;
    road.addEventListener('click', () => {
      tick.checked = !tick.checked;
      const group = tick.closest('details');
      if (group) group.open = group.open || tick.checked;
      show();
    });
  }
  root.dataset['ready'] = '';
  show();
});
