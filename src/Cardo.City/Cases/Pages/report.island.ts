// The report form beyond what plain HTML does: where I am, and a draft that survives a closed tab or a dead network.
import { island } from '../../Ui/Pages/island';

interface Props { kept: string; near: string; failed: string; offline: string }

const key = 'cardo-report-draft';
const fields = ['service', 'words', 'address', 'asset', 'lat', 'lon', 'name', 'email', 'phone'];

island<Props>('cases/report', (root, texts) => {
  const form = root.querySelector('form')!;
  const status = root.querySelector<HTMLElement>('[data-report="draft"]')!;
  const say = (text: string): void => {
    status.textContent = text;
    status.hidden = text === '';
  };
  const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;

  // A page that came back with something in it knows better than the draft.
  const empty = fields.every(name => field(name).value === '');
  try {
    // Sent, and the form is a new one: the draft has done its work.
    if (empty && sessionStorage.getItem(key + '-sent')) localStorage.removeItem(key);
    sessionStorage.removeItem(key + '-sent');
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as Record<string, string> | null;
    if (empty && draft) {
      for (const name of fields) if (draft[name]) field(name).value = draft[name];
      say(texts.kept);
    }
  } catch {
    localStorage.removeItem(key);
  }
  form.addEventListener('input', () => {
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map(name => [name, field(name).value]))));
    } catch {
      // A full or forbidden storage costs the draft, not the report.
    }
  });
  form.addEventListener('submit', event => {
    if (!navigator.onLine) {
      event.preventDefault();
      say(texts.offline);
      return;
    }
    sessionStorage.setItem(key + '-sent', '1');
  });

  const near = root.querySelector<HTMLButtonElement>('[data-report="near"]')!;
  if ('geolocation' in navigator) {
    near.hidden = false;
    near.addEventListener('click', () => {
      navigator.geolocation.getCurrentPosition(at => {
        field('lat').value = at.coords.latitude.toFixed(6);
        field('lon').value = at.coords.longitude.toFixed(6);
        form.querySelector('details')!.open = true;
        form.dispatchEvent(new Event('input'));
      }, () => { say(texts.failed); }, { enableHighAccuracy: true, timeout: 15_000 });
    });
  }
});
