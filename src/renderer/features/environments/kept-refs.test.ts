import { describe, expect, it } from 'vitest';
import { DEFAULT_CONNECTION } from '../../../shared/domain/connection.ts';
import type { AccessTarget } from '../../../shared/domain/secret-uses.ts';
import { keepSecretRefs } from './kept-refs.ts';

const proxy = { url: 'http://proxy:3128', username: 'p', noProxy: '', headers: [] };

function target(url: string, passwordRef: string, proxyRef: string): AccessTarget {
  return {
    url,
    auth: { kind: 'basic', username: 'alice', passwordRef },
    connection: { ...DEFAULT_CONNECTION, proxy: { ...proxy, passwordRef: proxyRef } },
  };
}

describe('the references of an edited target', () => {
  const before = target('https://shop/metrics', 'team/password', 'team/proxy');
  const secrets = [['shop/password', 'typed']] as const;

  it('stay what they were, so that what is shared stays shared', () => {
    const made = target('https://shop/other', 'shop/password', 'shop/proxy-password');
    const kept = keepSecretRefs(made, before, secrets);
    expect(kept.target).toEqual(target('https://shop/other', 'team/password', 'team/proxy'));
    expect(kept.secrets).toEqual([['team/password', 'typed']]);
  });

  it('become its own where the secret goes to another origin', () => {
    const made = target('https://elsewhere/metrics', 'shop/password', 'shop/proxy-password');
    const kept = keepSecretRefs(made, before, secrets);
    expect(kept.target).toEqual(target('https://elsewhere/metrics', 'shop/password', 'team/proxy'));
    expect(kept.secrets).toEqual([['shop/password', 'typed']]);
  });

  it('are its own for a new one', () => {
    const made = target('https://shop/metrics', 'shop/password', 'shop/proxy-password');
    expect(keepSecretRefs(made, null, secrets)).toEqual({ target: made, secrets });
  });
});
