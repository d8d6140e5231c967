import type { EndpointAuth } from './auth.ts';
import type { ConnectionSettings } from './connection.ts';

/** What requests are sent to, and with what. */
export interface AccessTarget {
  readonly url: string;
  readonly auth: EndpointAuth;
  readonly connection: ConnectionSettings;
}

/** One secret of a target, with the URL to whose origin (scheme://host:port) alone it may be sent. */
export interface SecretUse {
  readonly secretRef: string;
  readonly url: string;
  /** What it is, for a person: "password", "header X-API-Key". */
  readonly purpose: string;
}

function listAuthUses(auth: EndpointAuth, url: string): SecretUse[] {
  const use = (secretRef: string, purpose: string): SecretUse[] => [{ secretRef, url, purpose }];
  switch (auth.kind) {
    case 'none':
    case 'token_source':
      return [];
    case 'basic':
      return use(auth.passwordRef, 'password');
    case 'bearer':
      return use(auth.tokenRef, 'token');
    case 'authorization':
      return use(auth.credentialsRef, `${auth.scheme} credentials`);
    case 'header':
      return use(auth.valueRef, `header ${auth.headerName}`);
    case 'cookie':
      return use(auth.cookieRef, 'cookie');
    case 'oauth2': {
      const { grant, secretParams, connection, tokenUrl } = auth;
      return [
        grant.kind === 'client_credentials'
          ? { secretRef: grant.clientSecretRef, url: tokenUrl, purpose: 'client secret' }
          : { secretRef: grant.keyRef, url: tokenUrl, purpose: 'signing key' },
        ...secretParams.map(({ name, valueRef }) => ({
          secretRef: valueRef,
          url: tokenUrl,
          purpose: `parameter ${name} of the token request`,
        })),
        ...listConnectionUses(connection, tokenUrl).map((found) => ({
          ...found,
          purpose: `${found.purpose} for the token service`,
        })),
      ];
    }
  }
}

function listConnectionUses(connection: ConnectionSettings, url: string): SecretUse[] {
  const { clientCertificate, proxy, headers } = connection;
  const uses: SecretUse[] = headers.map(({ name, valueRef }) => ({
    secretRef: valueRef,
    url,
    purpose: `header ${name}`,
  }));
  if (clientCertificate !== null) {
    const isPem = clientCertificate.kind === 'pem';
    const secretRef = isPem ? clientCertificate.keyRef : clientCertificate.archiveRef;
    uses.push({ secretRef, url, purpose: isPem ? 'client key' : 'client certificate archive' });
    if (clientCertificate.passphraseRef !== null) {
      const purpose = 'passphrase of the client key';
      uses.push({ secretRef: clientCertificate.passphraseRef, url, purpose });
    }
  }
  if (proxy !== null) {
    if (proxy.passwordRef !== null) {
      uses.push({ secretRef: proxy.passwordRef, url: proxy.url, purpose: 'proxy password' });
    }
    for (const { name, valueRef } of proxy.headers) {
      uses.push({ secretRef: valueRef, url: proxy.url, purpose: `proxy header ${name}` });
    }
  }
  return uses;
}

/** All secrets that requests to a target need, the credential first. */
export function listSecretUses({ url, auth, connection }: AccessTarget): readonly SecretUse[] {
  return [...listAuthUses(auth, url), ...listConnectionUses(connection, url)];
}
