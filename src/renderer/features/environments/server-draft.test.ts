import { describe, expect, it } from 'vitest';
import { EMPTY_DRAFT } from './endpoint-draft.ts';
import {
  completeServerUrl,
  newServerDraft,
  serverDraftOf,
  serverOf,
  validateServerDraft,
} from './server-draft.ts';

const draft = newServerDraft(
  { ...EMPTY_DRAFT, authKind: 'bearer', secret: 's' },
  'https://m.example/prom/',
  'M',
);

describe('the server form', () => {
  it('makes a server of its fields, and its fields of a server', () => {
    const server = serverOf(
      { ...draft, tenant: ' team-a ', queryParams: '?dedup=true&a=1', timeout: '5s' },
      'm',
    );
    expect(server).toMatchObject({
      name: 'M',
      url: 'https://m.example/prom',
      auth: { kind: 'bearer', tokenRef: 'm/token' },
      tenant: { headerName: 'X-Scope-OrgID', value: 'team-a' },
      queryParams: [
        ['a', '1'],
        ['dedup', 'true'],
      ],
      timeoutMs: 5_000,
      method: 'post',
    });
    expect(serverOf(serverDraftOf(server), 'm')).toEqual(server);
  });

  it('says what is wrong by field', () => {
    expect(validateServerDraft(draft, false)).toEqual({ access: {}, own: {} });
    const wrong = { ...draft, timeout: 'soon', tenant: 'a', tenantHeader: 'Host' };
    expect(Object.keys(validateServerDraft(wrong, false).own)).toEqual(['timeout', 'tenantHeader']);
    const empty = { ...draft, access: { ...draft.access, url: '', secret: '' } };
    expect(Object.keys(validateServerDraft(empty, false).access)).toEqual(['url', 'secret']);
  });

  it.each([
    ['localhost:9090', 'http://localhost:9090'],
    ['https://a/prom/?x=1#y', 'https://a/prom'],
  ])('completes %s', (text, url) => {
    expect(completeServerUrl(text)).toBe(url);
  });
});
