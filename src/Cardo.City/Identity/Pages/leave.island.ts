// What this browser keeps to open pages without a network is its officer's (a crew's list), and goes when they sign out.
// Work that waits to be sent is not in there, and stays.
import { island } from '../../Ui/Pages/island';

island('identity/leave', root => {
  const form = root.querySelector('form')!;
  form.addEventListener('submit', event => {
    if (!('caches' in window)) return;
    event.preventDefault();
    void caches.keys().then(names => Promise.all(names.map(name => caches.delete(name)))).finally(() => { form.submit(); });
  });
});
