import type { ScrapeFailure } from '../../shared/domain/target.ts';
import { AddressRefusedError } from '../http/address-guard.ts';
import { findProxyError } from '../http/proxy-tunnel.ts';
import { scrapeFailure } from './scrape-failure.ts';

/** The `code` of an error of the network, of the first in its chain of causes that has one; '' where none has. */
export function errorCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'HTTPParserError' && !('code' in cause && cause.code !== undefined))
      return 'HPE_UNKNOWN';
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    if (cause instanceof AggregateError && cause.errors.length > 0) return errorCode(cause.errors[0]);
  }
  return '';
}

const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
]);
const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN']);
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'HPE_INVALID_EOF_STATE']);
const UNREACHABLE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);
const TIMED_OUT = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
const VERSION = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|WRONG_SSL_VERSION/;
const CLIENT_CERTIFICATE = /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|HANDSHAKE_FAILURE/;

/** Whether the other side ended the connection. */
export function isConnectionClosed(code: string): boolean {
  return CLOSED.has(code);
}

function tlsFailure(code: string, host: string): ScrapeFailure | null {
  if (code === 'CERT_HAS_EXPIRED') {
    return scrapeFailure(
      'tls',
      'tls_expired',
      `The certificate of ${host} has expired.`,
      'Have the certificate of the server renewed.',
    );
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return scrapeFailure(
      'tls',
      'tls_expired',
      `The certificate of ${host} is not valid yet.`,
      "Check the clocks of this machine and of the server, or the certificate's begin of validity.",
    );
  }
  if (SELF_SIGNED.has(code)) {
    return scrapeFailure(
      'tls',
      'tls_untrusted',
      `The certificate of ${host} is self-signed or comes from a private authority that is not trusted here.`,
      "Paste the authority's certificate (PEM) into the endpoint's connection settings.",
    );
  }
  if (UNTRUSTED.has(code)) {
    return scrapeFailure(
      'tls',
      'tls_untrusted',
      `The certificate of ${host} was issued by an authority that is not trusted here.`,
      "Paste the authority's certificate (PEM) into the endpoint's connection settings.",
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return scrapeFailure(
      'tls',
      'tls_name_mismatch',
      `The certificate of the server was not issued for the name ${host}.`,
      "Use a name that is in the certificate, or set the server name in the endpoint's connection settings.",
    );
  }
  if (VERSION.test(code)) {
    return scrapeFailure(
      'tls',
      'tls_failure',
      `${host} speaks no TLS version that is allowed here (${code}).`,
      "See to the lowest and highest TLS version in the endpoint's connection settings.",
    );
  }
  if (CLIENT_CERTIFICATE.test(code)) {
    return scrapeFailure(
      'tls',
      'tls_client_certificate',
      `${host} wants a client certificate that it trusts, or no TLS settings suit both sides.`,
      "Enter a client certificate and its key in the endpoint's connection settings; who runs the server issues them.",
    );
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO') {
    return scrapeFailure(
      'tls',
      'tls_failure',
      `No TLS connection to ${host} came about (${code}).`,
      'Check whether the server speaks TLS on this port; if not, the URL begins with http://.',
    );
  }
  return null;
}

/** Host and port without the port; an IPv6 address keeps its brackets. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** What a proxy that can't be used means. */
export function proxyFailure(proxyHost: string, status: number | null, cause: unknown): ScrapeFailure {
  if (status === 407) {
    return scrapeFailure(
      'proxy',
      'proxy_auth',
      `The proxy ${proxyHost} answered 407: it did not accept the user name and password.`,
      "Enter user name and password of the proxy in the endpoint's connection settings.",
      status,
    );
  }
  if (status !== null) {
    return scrapeFailure(
      'proxy',
      'proxy_refused',
      `The proxy ${proxyHost} refused to connect to the server: it answered ${status}.`,
      status >= 500
        ? 'Check that the proxy can reach the server, or name the server in no_proxy.'
        : 'Ask whether the proxy lets this host and port through, or name the server in no_proxy.',
      status,
    );
  }
  const reached = cause instanceof Error ? networkFailure(cause, proxyHost).message : '';
  return scrapeFailure(
    'proxy',
    'proxy_unreachable',
    `The proxy ${proxyHost} can't be used. ${reached}`.trim(),
    "Check the proxy's URL in the endpoint's connection settings.",
  );
}

function findRefusal(error: unknown): AddressRefusedError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AddressRefusedError) return cause;
  }
  return null;
}

function refusedFailure({ address, refused }: AddressRefusedError, host: string): ScrapeFailure {
  const where =
    hostName(host).replace(/^\[|\]$/g, '') === address ? `${host} is` : `${host} leads to ${address},`;
  return scrapeFailure(
    'tcp',
    'address_refused',
    refused === 'private'
      ? `${where} an address that is not on the internet, and this environment connects to no such address.`
      : `${where} a link-local or metadata address; cloud platforms give out credentials there, so nothing connects to it.`,
    'Check the host. Where it is right, see to Refused addresses in Settings, This environment.',
  );
}

/** What an error before the response's headers means; `host` is the URL's host and port. */
export function networkFailure(error: unknown, host: string): ScrapeFailure {
  const refused = findRefusal(error);
  if (refused !== null) return refusedFailure(refused, host);
  const proxy = findProxyError(error);
  if (proxy !== null) return proxyFailure(proxy.proxyHost, proxy.status, proxy.cause);
  const code = errorCode(error);
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return scrapeFailure(
      'dns',
      'dns_failure',
      code === 'ENOTFOUND'
        ? `The name ${hostName(host)} is not known to the name service.`
        : `The name service did not answer for ${hostName(host)}.`,
      'Check the spelling of the host, the network and whether a VPN is needed.',
    );
  }
  if (code === 'ECONNREFUSED') {
    return scrapeFailure(
      'tcp',
      'connection_refused',
      `Nothing accepts connections at ${host}.`,
      'Check that the service runs and that the port is right.',
    );
  }
  if (UNREACHABLE.has(code)) {
    return scrapeFailure(
      'tcp',
      'network_unreachable',
      `There is no way to ${host} from here.`,
      'Check the network connection and whether a VPN is needed.',
    );
  }
  if (TIMED_OUT.has(code)) {
    return scrapeFailure(
      'tcp',
      'connect_timeout',
      `No connection to ${host} came about in time.`,
      'Check the address, and whether a firewall drops the connection.',
    );
  }
  const tls = tlsFailure(code, host);
  if (tls !== null) return tls;
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') {
    return scrapeFailure(
      'request',
      'header_overflow',
      `The headers of the response of ${host} are larger than the limit.`,
      'Check what answers at this address; a metrics page needs few headers.',
    );
  }
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') {
    return scrapeFailure(
      'request',
      'protocol_error',
      `What ${host} answers is not HTTP.`,
      'Check the port, and whether the URL must begin with https://.',
    );
  }
  if (CLOSED.has(code)) {
    return scrapeFailure(
      'request',
      'connection_reset',
      `${host} closed the connection before it answered.`,
      "Look into the service's log; where it wants TLS, the URL begins with https://.",
    );
  }
  return scrapeFailure(
    'request',
    'internal',
    `The request to ${host} failed${code === '' ? '' : ` (${code})`}.`,
    'See the log for the cause.',
  );
}
