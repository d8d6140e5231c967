import { describe, expect, it } from 'vitest';
import { parseCliOptions } from './cli-options.ts';

const WITH_TOKEN = { SEXTANT_DEMO_TOKEN: 'x', OTHER: 'y' };

describe('parseCliOptions', () => {
  it('has a default for everything but the token', () => {
    expect(parseCliOptions([], WITH_TOKEN)).toEqual({
      host: '127.0.0.1',
      port: 9464,
      seed: 1,
      scenario: 'demo',
      requestsPerSecond: 100,
      tokenEnvironmentVariable: 'SEXTANT_DEMO_TOKEN',
      credentialsFile: undefined,
      open: false,
      adminPort: 0,
      adminTokenEnvironmentVariable: 'SEXTANT_ADMIN_TOKEN',
      tlsFolder: undefined,
      tlsClientCertificates: false,
    });
  });

  it('takes tokens from another variable, from a file, or from both', () => {
    expect(parseCliOptions(['--token-env', 'OTHER'], WITH_TOKEN)).toMatchObject({
      tokenEnvironmentVariable: 'OTHER',
    });
    const file = ['--credentials-file', '/run/creds'];
    expect(parseCliOptions(file, {})).toMatchObject({
      tokenEnvironmentVariable: undefined,
      credentialsFile: '/run/creds',
    });
    expect(parseCliOptions(file, WITH_TOKEN)).toMatchObject({
      tokenEnvironmentVariable: 'SEXTANT_DEMO_TOKEN',
      credentialsFile: '/run/creds',
    });
  });

  it('shows the help without a token', () => {
    expect(parseCliOptions(['--help'], {})).toBe('help');
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'."],
    [['extra'], "Unexpected argument 'extra'."],
    [['--port'], "Option '--port <value>' argument missing."],
    [['--port', '3x'], '--port wants a whole number from 0 to 65535, not "3x".'],
    [['--port', '65536'], '--port wants a whole number from 0 to 65535, not "65536".'],
    [['--rate', '0'], '--rate wants a whole number from 1 to 10000, not "0".'],
    [['--scenario', 'wild'], '--scenario wants "demo" or "none", not "wild".'],
    [['--token-env', 'UNSET'], 'The environment variable UNSET is not set;'],
    [['--token-env', 'UNSET', '--credentials-file', 'f'], 'The environment variable UNSET is not set;'],
    [['--no-auth', '--host', '0.0.0.0'], '--no-auth works on loopback only;'],
    [['--no-auth', '--token-env', 'OTHER'], '--no-auth contradicts'],
    [['--tls-client-certs'], '--tls-client-certs needs --tls-dir.'],
  ])('refuses %j', (args, sentence) => {
    expect(() => parseCliOptions(args, WITH_TOKEN)).toThrow(sentence);
  });
});
