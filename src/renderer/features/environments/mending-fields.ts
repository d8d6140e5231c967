import type { MendingSetting } from '../../../shared/domain/mending-setting.ts';
import { type TestId, testIds } from '../../../shared/test-ids.ts';

/** Where the endpoint form shows a setting. */
export interface MendingField {
  /** As the form calls it, with the section that it is in. */
  readonly label: string;
  /** The item of the accordion that holds it; null for the form itself. */
  readonly section: string | null;
  /** `data-testid` of the field to go to; null where the section is enough. */
  readonly testId: TestId | null;
}

const FIELDS: Readonly<Record<MendingSetting, MendingField>> = {
  url: { label: 'URL', section: null, testId: testIds.environments.endpointUrl },
  auth: { label: 'Authentication', section: null, testId: testIds.environments.endpointTokenSource },
  'auth.secret': {
    label: 'Authentication → credential',
    section: null,
    testId: testIds.environments.endpointSecret,
  },
  'auth.tokenUrl': {
    label: 'Authentication → Token URL',
    section: null,
    testId: testIds.environments.endpointTokenUrl,
  },
  'auth.clientSecret': {
    label: 'Authentication → client id and secret',
    section: null,
    testId: testIds.environments.endpointSecret,
  },
  'connection.ca': {
    label: 'TLS → Certificate authority',
    section: 'tls',
    testId: testIds.environments.endpointCa,
  },
  'connection.serverName': {
    label: 'TLS → Server name',
    section: 'tls',
    testId: testIds.environments.endpointServerName,
  },
  'connection.clientCertificate': {
    label: 'TLS → Client certificate',
    section: 'tls',
    testId: testIds.environments.endpointClientCert,
  },
  'connection.tlsVersions': {
    label: 'TLS → versions',
    section: 'tls',
    testId: testIds.environments.endpointMinTls,
  },
  'connection.proxyUrl': { label: 'Proxy', section: 'proxy', testId: testIds.environments.endpointProxy },
  'connection.proxyPassword': {
    label: 'Proxy → password',
    section: 'proxy',
    testId: testIds.environments.endpointProxyPassword,
  },
  'connection.followRedirects': {
    label: 'Proxy and redirects',
    section: 'proxy',
    testId: testIds.environments.endpointRedirects,
  },
  scrapeTimeout: { label: 'Give up after', section: null, testId: testIds.environments.endpointTimeout },
  limits: { label: 'Limits', section: 'limits', testId: testIds.environments.endpointPageLimit },
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
