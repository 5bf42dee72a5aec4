// Fills a form with a passkey: the browser's own dialog makes or uses it, the form carries the answer to the server.

interface Props {
  ceremony: 'create' | 'get';
  /** WebAuthn options in their JSON form. */
  options: string;
  old: string;
  insecure: string;
  stopped: string;
}

function part<T extends HTMLElement>(root: Element, name: string): T {
  return root.querySelector<T>(`[data-passkey="${name}"]`)!;
}

async function ask({ ceremony, options }: Props): Promise<Credential | null> {
  const json = JSON.parse(options);
  return ceremony === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
}

for (const root of document.querySelectorAll<HTMLElement>('[data-island="identity/passkey"]')) {
  const props = JSON.parse(root.dataset.props ?? '{}') as Props;
  const form = root.querySelector('form')!;
  const button = part<HTMLButtonElement>(root, 'go');
  const missing = part(root, 'missing');
  const wrong = part(root, 'wrong');

  const say = (text: string): void => {
    wrong.textContent = text;
    wrong.hidden = text === '';
  };

  if (!window.isSecureContext) missing.textContent = props.insecure;
  else if (!('PublicKeyCredential' in window) || !('parseCreationOptionsFromJSON' in PublicKeyCredential)) missing.textContent = props.old;
  else {
    missing.hidden = true;
    button.hidden = false;
  }

  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    say('');
    try {
      const credential = await ask(props);
      if (credential === null) throw new DOMException('nothing was chosen', 'NotAllowedError');
      (form.elements.namedItem('credential') as HTMLInputElement).value = JSON.stringify((credential as PublicKeyCredential).toJSON());
      form.submit();
    } catch {
      // The person closed the dialog, or it timed out: they may try again.
      say(props.stopped);
      button.disabled = false;
    }
  });
}
