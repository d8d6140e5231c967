import { describe, expect, it } from 'vitest';
import { formatDurationMs } from '../../../shared/domain/duration.ts';
import type { Endpoint } from '../../../shared/domain/endpoint.ts';
import { endpointSchema } from '../../../shared/ipc/schemas.ts';
import { type AccessDraft, typedSecretsOf, validateAccess } from './access-draft.ts';
import {
  draftOf,
  EMPTY_DRAFT,
  type EndpointDraft,
  endpointOf,
  usesStoredSecret,
  validateDraft,
} from './endpoint-draft.ts';

function draftWith(part: Partial<EndpointDraft>, access: Partial<AccessDraft> = {}): EndpointDraft {
  const url = 'https://shop.example:9464/metrics';
  return { ...EMPTY_DRAFT, url, ...part, access: { ...EMPTY_DRAFT.access, ...access } };
}

const OAUTH: Partial<AccessDraft> = {
  clientId: 'scraper',
  tokenUrl: 'https://login.example/token',
  scopes: 'a b',
  endpointParams: 'audience=shop=1\nresource=x',
};
const CASES: readonly (readonly [string, EndpointDraft])[] = [
  ['oauth2', draftWith({ authKind: 'oauth2', secret: 's' }, OAUTH)],
  [
    'signed assertion',
    draftWith(
      { authKind: 'oauth2', secret: 's' },
      { ...OAUTH, grant: 'jwt_bearer', keyId: 'k', algorithm: 'RS384', issuer: 'i' },
    ),
  ],
  ['another type', draftWith({ authKind: 'authorization', secret: 's' }, { scheme: 'GenieKey' })],
  ['cookie', draftWith({ authKind: 'cookie', secret: 's' })],
  ['command', draftWith({ authKind: 'token_source' }, { sourceText: 'oc\nwhoami\n-t' })],
  [
    'variable',
    draftWith({ authKind: 'token_source' }, { sourceKind: 'environment', sourceText: 'SHOP_TOKEN' }),
  ],
  ['file', draftWith({ authKind: 'token_source' }, { sourceKind: 'file', sourceText: '/run/token' })],
  [
    'connection',
    draftWith(
      {},
      {
        caMode: 'add',
        minTlsVersion: 'TLS12',
        maxTlsVersion: 'TLS13',
        followRedirects: false,
        certificateKind: 'pem',
        certPem: '-----BEGIN CERTIFICATE-----\nx',
        clientKey: 'key',
        hasPassphrase: true,
        passphrase: 'pp',
        proxyUrl: 'http://proxy:3128',
        proxyUsername: 'ann',
        proxyPassword: 'pw',
        noProxy: '.internal',
        headers: [{ name: 'X-Gateway', value: 'v1' }],
      },
    ),
  ],
];

function forgetSecrets(draft: EndpointDraft): EndpointDraft {
  const { access } = draft;
  const headers = access.headers.map(({ name }) => ({ name, value: '' }));
  return {
    ...draft,
    name: 'shop.example:9464',
    secret: '',
    access: { ...access, clientKey: '', passphrase: '', proxyPassword: '', headers },
  };
}

describe('rarer ways in', () => {
  it.each(CASES)('%s: is valid, is taken by main, and is shown again as it was', (_, draft) => {
    expect(validateDraft(draft, false)).toEqual({});
    const endpoint = endpointOf(draft, 'shop', null);
    expect(endpointSchema.parse(endpoint)).toEqual(endpoint);
    expect(draftOf(endpoint, formatDurationMs)).toEqual(forgetSecrets(draft));
  });

  it('hands secrets over by reference, and none into the endpoint', () => {
    const draft = CASES.at(-1)?.[1] ?? EMPTY_DRAFT;
    const endpoint = endpointOf(draft, 'shop', null);
    expect(typedSecretsOf(endpoint, draft.access, '', 'shop')).toEqual([
      ['shop/header-x-gateway', 'v1'],
      ['shop/client-key', 'key'],
      ['shop/client-passphrase', 'pp'],
      ['shop/proxy-password', 'pw'],
    ]);
    const oauth = CASES[0]?.[1] ?? EMPTY_DRAFT;
    const client = endpointOf(oauth, 'shop', null);
    expect(typedSecretsOf(client, oauth.access, 's', 'shop')).toEqual([['shop/client-secret', 's']]);
  });

  it('keeps what the form does not show', () => {
    const draft = CASES[0]?.[1] ?? EMPTY_DRAFT;
    const before = endpointOf(draft, 'shop', null);
    if (before.auth.kind !== 'oauth2') throw new Error('not OAuth2');
    const auth = { ...before.auth, secretParams: [{ name: 'p', valueRef: 'shop/p' }] };
    const known: Endpoint = { ...before, auth };
    expect(endpointOf(draftOf(known, formatDurationMs), 'shop', known)).toEqual(known);
  });

  it('asks for the secret again when the token URL is another server', () => {
    const draft = CASES[0]?.[1] ?? EMPTY_DRAFT;
    const before = endpointOf(draft, 'shop', null);
    expect(usesStoredSecret(draft, before)).toBe(true);
    const moved = { ...draft, access: { ...draft.access, tokenUrl: 'https://evil.example/token' } };
    expect(usesStoredSecret(moved, before)).toBe(false);
    expect(usesStoredSecret({ ...draft, url: 'https://other.example/metrics' }, before)).toBe(true);
  });

  it.each<[keyof AccessDraft, Parameters<typeof validateAccess>[1], Partial<AccessDraft>]>([
    ['tokenUrl', 'oauth2', { ...OAUTH, tokenUrl: 'login' }],
    ['clientId', 'oauth2', { ...OAUTH, clientId: ' ' }],
    ['scheme', 'authorization', { scheme: 'basic' }],
    ['sourceText', 'token_source', { sourceText: '' }],
    ['sourceText', 'token_source', { sourceKind: 'environment', sourceText: 'A B' }],
    ['certPem', 'none', { certificateKind: 'pem', certPem: 'x' }],
    ['maxTlsVersion', 'none', { minTlsVersion: 'TLS13', maxTlsVersion: 'TLS12' }],
    ['proxyUrl', 'none', { proxyUrl: 'proxy:3128' }],
    ['headers', 'none', { headers: [{ name: 'Host', value: 'x' }] }],
  ])('says what is wrong with %s', (field, kind, access) => {
    expect(Object.keys(validateAccess({ ...EMPTY_DRAFT.access, ...access }, kind))).toEqual([field]);
  });
});
