import { lookup } from 'node:dns';
import { describe, expect, it } from 'vitest';
import type { RefusedAddresses } from '../../shared/domain/refused-addresses.ts';
import { AddressRefusedError, createAddressGuard } from './address-guard.ts';

function isRefused(url: string, refused: RefusedAddresses, who: 'server' | 'proxy' = 'server'): boolean {
  const guard = createAddressGuard();
  guard.refuse(refused);
  try {
    guard[who].check(new URL(url).hostname);
    return false;
  } catch (error) {
    if (!(error instanceof AddressRefusedError)) throw error;
    return true;
  }
}

describe('addresses', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://169。254。169。254/',
  ])('%s is refused by default, as a proxy too, and let through where nothing is', (url) => {
    expect(createAddressGuard().refused).toBe('metadata');
    expect(isRefused(url, 'metadata')).toBe(true);
    expect(isRefused(url, 'private')).toBe(true);
    expect(isRefused(url, 'metadata', 'proxy')).toBe(true);
    expect(isRefused(url, 'none')).toBe(false);
    expect(isRefused(url, 'none', 'proxy')).toBe(false);
  });

  it.each([
    'http://127.0.0.1:9464/',
    'http://127.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://10.1.2.3/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://[fd12:3456::1]/',
  ])('%s is refused only where private ones are, and never as a proxy', (url) => {
    expect(isRefused(url, 'metadata')).toBe(false);
    expect(isRefused(url, 'private')).toBe(true);
    expect(isRefused(url, 'private', 'proxy')).toBe(false);
  });

  it.each(['http://172.32.0.1/', 'http://8.8.8.8/', 'http://[2606:4700::1111]/', 'http://shop.example/'])(
    '%s is never refused by its spelling',
    (url) => expect(isRefused(url, 'private')).toBe(false),
  );
});

describe('names', () => {
  function resolve(name: string, refused: RefusedAddresses, all: boolean): Promise<unknown> {
    const guard = createAddressGuard();
    guard.refuse(refused);
    return new Promise((done) => {
      guard.server.lookup(name, { all }, (error, address) => done(error ?? address));
    });
  }

  it.each([true, false])('are refused by what they resolve to (all addresses: %s)', async (all) => {
    expect(await resolve('localhost', 'private', all)).toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(JSON.stringify(await resolve('localhost', 'metadata', all))).toMatch(/127\.0\.0\.1|::1/);
  });

  it('that are not known fail as without the guard', async () => {
    const plain = await new Promise((done) => lookup('no-such-host.invalid', (error) => done(error?.code)));
    expect(await resolve('no-such-host.invalid', 'private', true)).toMatchObject({ code: plain });
  });
});
