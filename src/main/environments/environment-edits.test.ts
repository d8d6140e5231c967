import { describe, expect, it } from 'vitest';
import { testEndpoint } from '../../../test/support/fake-ports.ts';
import { testEnvironment } from '../../../test/support/test-engine.ts';
import { DEFAULT_CONNECTION } from '../../shared/domain/endpoint.ts';
import { defaultSourceOf } from '../../shared/domain/environment.ts';
import type { QueryServer } from '../../shared/domain/server.ts';
import { listUnusedSecretRefs, withEndpoint, withoutServer, withServer } from './environment-edits.ts';

const server: QueryServer = {
  id: 'fleet',
  name: 'Fleet',
  url: 'https://fleet.example',
  auth: { kind: 'bearer', tokenRef: 'fleet/token' },
  connection: DEFAULT_CONNECTION,
  tenant: null,
  queryParams: [],
  timeoutMs: 1_000,
  method: 'post',
};
const bare = testEnvironment([]);

describe('the servers of an environment', () => {
  it('are added, and replaced by their ids', () => {
    const one = withServer(bare, server);
    expect(one.servers).toEqual([server]);
    expect(withServer(one, { ...server, name: 'Other' }).servers).toMatchObject([{ name: 'Other' }]);
  });

  it('share no id with an endpoint: credentials are named by it', () => {
    const conflict = expect.objectContaining({ code: 'conflict' });
    const endpoint = testEndpoint({ id: 'fleet' });
    expect(() => withServer(withEndpoint(bare, endpoint), server)).toThrowError(conflict);
    expect(() => withEndpoint(withServer(bare, server), endpoint)).toThrowError(conflict);
  });

  it('take what was chosen of them with them, and their credential', () => {
    const chosen = { ...withServer(bare, server), defaultSource: 'fleet', ruleSource: 'fleet' };
    const left = withoutServer(chosen, 'fleet');
    expect(left).toMatchObject({ servers: [], defaultSource: null, ruleSource: null });
    expect(listUnusedSecretRefs(chosen, left)).toEqual(['fleet/token']);
    expect(() => withoutServer(left, 'fleet')).toThrowError(expect.objectContaining({ code: 'not_found' }));
  });

  it('answer by default where nothing is scraped, or where they were chosen', () => {
    const alone = withServer(bare, server);
    const both = withEndpoint(alone, testEndpoint());
    expect(defaultSourceOf(bare)).toBe('local');
    expect(defaultSourceOf(alone)).toBe('fleet');
    expect(defaultSourceOf(both)).toBe('local');
    expect(defaultSourceOf({ ...both, defaultSource: 'fleet' })).toBe('fleet');
    expect(defaultSourceOf({ ...both, defaultSource: 'gone' })).toBe('local');
    expect(defaultSourceOf({ ...alone, defaultSource: 'local' })).toBe('local');
  });
});
