/** TLS versions by Prometheus' names. */
export const TLS_VERSIONS = ['TLS10', 'TLS11', 'TLS12', 'TLS13'] as const;

export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** A header or form field whose value is a secret. */
export interface SecretHeader {
  readonly name: string;
  readonly valueRef: string;
}

/** What a client shows of itself in a TLS handshake (mTLS); its private key is a reference into the vault. */
export type ClientCertificate =
  | {
      readonly kind: 'pem';
      /** The certificate, and those between it and its authority; no secret. */
      readonly certPem: string;
      readonly keyRef: string;
      /** null where the key is not encrypted. */
      readonly passphraseRef: string | null;
    }
  | {
      readonly kind: 'pkcs12';
      /** The archive (.p12, .pfx) in base64. */
      readonly archiveRef: string;
      readonly passphraseRef: string | null;
    };

/** The proxy that requests go through. */
export interface ProxySettings {
  /** http:// or https://, without credentials in it. */
  readonly url: string;
  /** '' for a proxy that asks nobody. */
  readonly username: string;
  readonly passwordRef: string | null;
  /** Hosts, domains, addresses and networks that are reached without it, separated by commas; Prometheus' no_proxy. */
  readonly noProxy: string;
  /** Sent to the proxy alone, with CONNECT (Prometheus' proxy_connect_header). */
  readonly headers: readonly SecretHeader[];
}

/** How to reach a server; null, '' and [] mean: not set. */
export interface ConnectionSettings {
  readonly caPem: string | null;
  /** Whether `caPem` stands in for the system's authorities, as in Prometheus, or beside them. */
  readonly caMode: 'replace' | 'add';
  /** Name for SNI and verification where it differs from the URL's host. */
  readonly serverName: string | null;
  readonly insecureSkipVerify: boolean;
  /** TLS 1.2 where it is null. */
  readonly minTlsVersion: TlsVersion | null;
  readonly maxTlsVersion: TlsVersion | null;
  readonly clientCertificate: ClientCertificate | null;
  readonly proxy: ProxySettings | null;
  /** Secret headers beside the credential, e.g. of a gateway. */
  readonly headers: readonly SecretHeader[];
  /** Only ever to the same scheme, host and port. */
  readonly followRedirects: boolean;
}

export const DEFAULT_CONNECTION: ConnectionSettings = {
  caPem: null,
  caMode: 'replace',
  serverName: null,
  insecureSkipVerify: false,
  minTlsVersion: null,
  maxTlsVersion: null,
  clientCertificate: null,
  proxy: null,
  headers: [],
  followRedirects: true,
};
