// Cases on the city's own map: marks that stand together are one with their number; beside it stands the list, for everybody.
import { island } from '../../Ui/Pages/island';

/** `ask`: where marks come from, with the page's filters; a box is added to it. */
export interface Props { ask: string; bounds: [number, number, number, number] | null; label: string; staff: boolean; spots?: Mark[] }

/** Cases that stand together; `href` where a mark leads elsewhere than to its case. */
export interface Mark { lon: number; lat: number; n: number; late: number; closed: number; number: number; href?: string }

island<Props>('cases/map', (element, props) => {
  const sight = new IntersectionObserver(seen => {
    if (!seen.some(entry => entry.isIntersecting)) return;
    sight.disconnect();
    void import('./map').then(({ draw }) => draw(element, props)).catch((problem: unknown) => { console.warn('The map could not be drawn.', problem); });
  });
  sight.observe(element);
});
