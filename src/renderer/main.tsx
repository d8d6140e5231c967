import './app/schemas-without-eval.ts';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app/global.css';
import './app/high-contrast.css';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { listenForLinks } from './app/deep-links/link-store.ts';
import { listenForNotices } from './app/listen-for-notices.ts';
import { connectStores } from './state/connect-stores.ts';
import { keepPlace } from './state/keep-place.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
// Modals lock scrolling by a style element of their own library, which takes the nonce from here.
setNonce(nonce);
listenForNotices();
listenForLinks();
keepPlace();
connectStores();
createRoot(document.getElementById('root') as HTMLElement).render(<App nonce={nonce} />);
