// A small still map of one place: the same base, one mark. The renderer comes when the place is in sight.
import { island, onTheme } from '../../Ui/Pages/island';

interface Props { lon: number; lat: number; label: string; zoom: number }

island<Props>('home/place', (element, props) => {
  const sight = new IntersectionObserver(seen => {
    if (!seen.some(entry => entry.isIntersecting)) return;
    sight.disconnect();
    void import('./place').then(({ place }) => place(element, props)).then(redraw => onTheme(redraw))
      .catch((problem: unknown) => console.warn('The map could not be drawn.', problem));
  });
  sight.observe(element);
});
