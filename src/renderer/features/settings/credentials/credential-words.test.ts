import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../shared/domain/credential.ts';
import { hasLines, nameOf, relatedTo, usersOf } from './credential-words.ts';

function credential(secretRef: string, origin: string, purpose: string, username = ''): Credential {
  return {
    secretRef,
    origin,
    users: [{ kind: 'endpoint', id: secretRef, name: secretRef, purpose, username }],
    state: 'stored',
    message: '',
    updatedAtMs: null,
    sessionOnly: false,
  };
}

describe('credentials in words', () => {
  const alice = credential('a', 'https://a', 'password', 'alice');

  it('are called by their purpose and user name, and by who uses them', () => {
    expect(nameOf(alice)).toBe('Password of alice');
    expect(nameOf(credential('a', 'https://a', 'proxy password'))).toBe('Proxy password');
    const both = { users: [...alice.users, { ...alice.users[0]!, kind: 'server' as const, name: 'b' }] };
    expect(usersOf(both)).toBe('a, b (server)');
  });

  it('are related only where origin, purpose and user name are the same', () => {
    const others = [
      credential('b', 'https://a', 'password', 'alice'),
      credential('c', 'https://a', 'password', 'bob'),
      credential('d', 'https://b', 'password', 'alice'),
      credential('e', 'https://a', 'token'),
      alice,
    ];
    expect(relatedTo(alice, others).map(({ secretRef }) => secretRef)).toEqual(['b']);
  });

  it('have lines where they are keys', () => {
    expect(hasLines(credential('a', 'https://a', 'client key for the token service'))).toBe(true);
    expect(hasLines(credential('a', 'https://a', 'passphrase of the client key'))).toBe(false);
  });
});
