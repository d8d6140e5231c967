import { z } from 'zod';
import {
  type EndpointAuth,
  isAuthorizationScheme,
  JWT_ALGORITHMS,
  type OAuth2Grant,
  type TokenSource,
} from '../domain/auth.ts';
import {
  type ClientCertificate,
  type ConnectionSettings,
  DEFAULT_CONNECTION,
  type ProxySettings,
  type SecretHeader,
  TLS_VERSIONS,
} from '../domain/connection.ts';
import { isSecretHeaderName } from '../domain/endpoint.ts';

export const secretRefSchema = z.string().min(1).max(200);

/** Secrets travel in this direction only: from the window to main. */
export const typedSecretsSchema = z.array(z.tuple([secretRefSchema, z.string().min(1).max(65_536)])).max(64);

/** Absolute http(s) URL without credentials: those would end up in the environment's file. */
export const serviceUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an absolute http:// or https:// URL' })
  .max(4_096)
  .regex(/^[^:]+:\/\/[^/?#@]*(?:[/?#]|$)/, 'must not have a user name or password in it');

const headerNameSchema = z
  .string()
  .refine(isSecretHeaderName, 'must be a header name that the protocol does not use itself');

const secretHeadersSchema = z
  .array(
    z.strictObject({ name: headerNameSchema, valueRef: secretRefSchema }) satisfies z.ZodType<SecretHeader>,
  )
  .max(50)
  .readonly();

const pairsSchema = z
  .array(z.tuple([z.string().min(1).max(200), z.string().max(4_096)]).readonly())
  .max(100)
  .readonly();

const clientCertificateSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pem'),
    certPem: z.string().min(1).max(65_536),
    keyRef: secretRefSchema,
    passphraseRef: secretRefSchema.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('pkcs12'),
    archiveRef: secretRefSchema,
    passphraseRef: secretRefSchema.nullable().default(null),
  }),
]) satisfies z.ZodType<ClientCertificate>;

const proxySchema = z.strictObject({
  url: serviceUrlSchema,
  username: z.string().max(1_024).default(''),
  passwordRef: secretRefSchema.nullable().default(null),
  noProxy: z.string().max(4_096).default(''),
  headers: secretHeadersSchema.default([]),
}) satisfies z.ZodType<ProxySettings>;

export const connectionSettingsSchema = z
  .strictObject({
    caPem: z.string().max(1_048_576).nullable().default(DEFAULT_CONNECTION.caPem),
    caMode: z.enum(['replace', 'add']).default(DEFAULT_CONNECTION.caMode),
    serverName: z.string().max(253).nullable().default(DEFAULT_CONNECTION.serverName),
    insecureSkipVerify: z.boolean().default(DEFAULT_CONNECTION.insecureSkipVerify),
    minTlsVersion: z.enum(TLS_VERSIONS).nullable().default(DEFAULT_CONNECTION.minTlsVersion),
    maxTlsVersion: z.enum(TLS_VERSIONS).nullable().default(DEFAULT_CONNECTION.maxTlsVersion),
    clientCertificate: clientCertificateSchema.nullable().default(DEFAULT_CONNECTION.clientCertificate),
    proxy: proxySchema.nullable().default(DEFAULT_CONNECTION.proxy),
    headers: secretHeadersSchema.default([]),
    followRedirects: z.boolean().default(DEFAULT_CONNECTION.followRedirects),
  })
  .refine(
    ({ minTlsVersion, maxTlsVersion }) =>
      maxTlsVersion === null || maxTlsVersion >= (minTlsVersion ?? 'TLS12'),
    { path: ['maxTlsVersion'], message: 'must not be lower than the lowest version' },
  ) satisfies z.ZodType<ConnectionSettings>;

const grantSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('client_credentials'), clientSecretRef: secretRefSchema }),
  z.strictObject({
    kind: z.literal('jwt_bearer'),
    keyRef: secretRefSchema,
    keyId: z.string().max(200).default(''),
    algorithm: z.enum(JWT_ALGORITHMS).default('RS256'),
    issuer: z.string().max(1_024).default(''),
    audience: z.string().max(4_096).default(''),
    claims: pairsSchema.default([]),
  }),
]) satisfies z.ZodType<OAuth2Grant>;

const schemeSchema = z
  .string()
  .trim()
  .refine(isAuthorizationScheme, 'must be one word, and not Basic, which has a method of its own')
  .default('Bearer');

const tokenSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('command'),
    argv: z
      .array(
        z
          .string()
          .max(4_096)
          .regex(/^[^\0]*$/),
      )
      .min(1)
      .max(100)
      .refine(([program]) => program !== undefined && program !== '', 'must begin with a program')
      .readonly(),
  }),
  z.strictObject({
    kind: z.literal('environment'),
    variable: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, 'must be the name of an environment variable'),
  }),
  z.strictObject({
    kind: z.literal('file'),
    path: z
      .string()
      .min(1)
      .max(4_096)
      .regex(/^[^\0]*$/),
  }),
]) satisfies z.ZodType<TokenSource>;

export const endpointAuthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('basic'),
    username: z.string().max(1_024),
    passwordRef: secretRefSchema,
  }),
  z.strictObject({ kind: z.literal('bearer'), tokenRef: secretRefSchema }),
  z.strictObject({
    kind: z.literal('authorization'),
    scheme: schemeSchema,
    credentialsRef: secretRefSchema,
  }),
  z.strictObject({ kind: z.literal('header'), headerName: headerNameSchema, valueRef: secretRefSchema }),
  z.strictObject({ kind: z.literal('cookie'), cookieRef: secretRefSchema }),
  z.strictObject({
    kind: z.literal('oauth2'),
    clientId: z.string().min(1).max(1_024),
    tokenUrl: serviceUrlSchema,
    grant: grantSchema,
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'must not have blanks or quotes'))
      .max(100)
      .readonly()
      .default([]),
    endpointParams: pairsSchema.default([]),
    secretParams: z
      .array(z.strictObject({ name: z.string().min(1).max(200), valueRef: secretRefSchema }))
      .max(50)
      .readonly()
      .default([]),
    connection: connectionSettingsSchema.prefault({}),
  }),
  z.strictObject({ kind: z.literal('token_source'), scheme: schemeSchema, source: tokenSourceSchema }),
]) satisfies z.ZodType<EndpointAuth>;
