// A page that keeps itself fresh while the city changes.
import { island } from '../../Ui/Pages/island';
import { refresher } from './fresh';
import { follow } from './live';

island<{ every_s: number }>('home/fresh', (_, props) => {
  const refresh = refresher(props.every_s * 1000);
  follow({ snapshot: refresh, frame: refresh, line: () => undefined });
});
