import { BlockList, isIP } from 'node:net';
import type { ConnectionSettings } from '../../shared/domain/connection.ts';

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase();
}

/** Host and port of an entry; an IPv6 address has its port behind brackets. */
function splitPort(entry: string): { readonly host: string; readonly port: string } {
  const match = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry);
  return match === null
    ? { host: withoutBrackets(entry), port: '' }
    : { host: withoutBrackets(match[1] ?? ''), port: match[2] ?? '' };
}

function matchesNetwork(entry: string, host: string): boolean {
  const [base = '', bits = ''] = entry.split('/');
  const family = isIP(base);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(base, Number(bits), type);
  return list.check(host, type);
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return matchesNetwork(entry, host);
  const wanted = splitPort(entry);
  if (wanted.port !== '' && wanted.port !== port) return false;
  if (isIP(wanted.host) !== 0) return wanted.host === host;
  const name = wanted.host.replace(/^\*\./, '.');
  // A leading dot means the names below, and not the domain itself.
  if (name.startsWith('.')) return host.endsWith(name);
  return host === name || host.endsWith(`.${name}`);
}

/**
 * The proxy for a URL, null where it is reached directly. With a no_proxy list this computer itself is always reached
 * directly, as in Prometheus (golang.org/x/net/http/httpproxy).
 */
export function proxyFor(url: URL, { proxy }: ConnectionSettings): URL | null {
  if (proxy === null) return null;
  const entries = proxy.noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return new URL(proxy.url);
  const host = withoutBrackets(url.hostname);
  if (host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)) return null;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return entries.some((entry) => matches(entry, host, port)) ? null : new URL(proxy.url);
}
