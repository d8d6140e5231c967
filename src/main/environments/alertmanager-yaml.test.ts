import { describe, expect, it } from 'vitest';
import type { AlertmanagerTarget } from '../../shared/domain/alertmanager.ts';
import { DEFAULT_CONNECTION } from '../../shared/domain/endpoint.ts';
import { listUnusedSecretRefs, withAlertmanager } from './environment-edits.ts';
import { environmentFormat } from './environment-format.ts';

const FILE = 'schemaVersion: 1\nname: Shop\nkind: staging\n';
const TARGET: AlertmanagerTarget = {
  url: 'https://am.example/prefix',
  auth: { kind: 'bearer', tokenRef: 'alertmanager/token' },
  connection: { ...DEFAULT_CONNECTION, serverName: 'am' },
  timeoutMs: 10_000,
  externalLabels: [['__proto__', 'x']],
  externalUrl: 'https://prom.example',
  resendDelayMs: 120_000,
};

function parse(text: string) {
  const parsed = environmentFormat({ id: 'shop' }).parse(text);
  if (parsed.state !== 'good') throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

describe('the Alertmanager of an environment', () => {
  it('is kept in its file, without what is default', () => {
    const environment = withAlertmanager(parse(FILE), TARGET);
    const text = environmentFormat({ id: 'shop' }).format(environment, null);
    expect(parse(text).alertmanager).toEqual(TARGET);
    expect(text).not.toContain('timeout');
    expect(text).toContain('resendDelay: 2m');
  });

  it('is filled with defaults', () => {
    expect(parse(`${FILE}alertmanager: {url: "http://127.0.0.1:9093"}\n`).alertmanager).toEqual({
      url: 'http://127.0.0.1:9093',
      auth: { kind: 'none' },
      connection: DEFAULT_CONNECTION,
      timeoutMs: 10_000,
      externalLabels: [],
      externalUrl: '',
      resendDelayMs: 60_000,
    });
  });

  it.each(['url: ftp://x', 'url: http://user:pass@am', 'url: http://am?x=1', 'url: http://am, colour: red'])(
    'is refused with %s',
    (fields) => {
      expect(environmentFormat({ id: 'shop' }).parse(`${FILE}alertmanager: {${fields}}\n`).state).toBe(
        'damaged',
      );
    },
  );

  it('gives its credential up when it goes', () => {
    const before = withAlertmanager(parse(FILE), TARGET);
    expect(listUnusedSecretRefs(before, withAlertmanager(before, null))).toEqual(['alertmanager/token']);
    expect(listUnusedSecretRefs(before, withAlertmanager(before, { ...TARGET, url: 'https://b' }))).toEqual(
      [],
    );
  });
});
