import type { MendingSetting } from '../../../shared/domain/mending-setting.ts';

/** Where the endpoint form shows a setting. */
export interface MendingField {
  /** As the form calls it, with the section that it is in. */
  readonly label: string;
  /** The item of the accordion that holds it; null for the form itself. */
  readonly section: string | null;
  /** `data-testid` of the field to go to; null where the section is enough. */
  readonly testId: string | null;
}

const FIELDS: Readonly<Record<MendingSetting, MendingField>> = {
  url: { label: 'URL', section: null, testId: 'endpoint-url' },
  auth: { label: 'Authentication', section: null, testId: 'endpoint-token-source' },
  'auth.secret': { label: 'Authentication → credential', section: null, testId: 'endpoint-secret' },
  'auth.tokenUrl': { label: 'Authentication → Token URL', section: null, testId: 'endpoint-token-url' },
  'auth.clientSecret': {
    label: 'Authentication → client id and secret',
    section: null,
    testId: 'endpoint-secret',
  },
  'connection.ca': { label: 'TLS → Certificate authority', section: 'tls', testId: 'endpoint-ca' },
  'connection.serverName': { label: 'TLS → Server name', section: 'tls', testId: 'endpoint-server-name' },
  'connection.clientCertificate': {
    label: 'TLS → Client certificate',
    section: 'tls',
    testId: 'endpoint-client-cert',
  },
  'connection.tlsVersions': { label: 'TLS → versions', section: 'tls', testId: 'endpoint-min-tls' },
  'connection.proxyUrl': { label: 'Proxy', section: 'proxy', testId: 'endpoint-proxy' },
  'connection.proxyPassword': {
    label: 'Proxy → password',
    section: 'proxy',
    testId: 'endpoint-proxy-password',
  },
  'connection.followRedirects': {
    label: 'Proxy and redirects',
    section: 'proxy',
    testId: 'endpoint-redirects',
  },
  scrapeTimeout: { label: 'Give up after', section: null, testId: 'endpoint-timeout' },
  limits: { label: 'Limits', section: 'limits', testId: 'endpoint-page-limit' },
  relabel: { label: 'Relabelling', section: 'relabel', testId: null },
  fallbackProtocol: { label: 'Scraping → format without a Content-Type', section: 'scrape', testId: null },
};

/** Where the form shows a setting. */
export function mendingField(setting: MendingSetting): MendingField {
  return FIELDS[setting];
}

/** Moves the focus to the field once its section is open. */
export function focusField({ testId }: MendingField): void {
  if (testId === null) return;
  setTimeout(() => {
    const field = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  }, 250);
}
