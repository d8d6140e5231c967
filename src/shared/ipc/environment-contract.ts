import { z } from 'zod';
import { MAX_BUNDLE_BYTES } from '../domain/bundle.ts';
import { ENVIRONMENT_KINDS } from '../domain/environment.ts';
import { VARIABLE_NAME } from '../domain/environment-variables.ts';
import { MIN_PASSPHRASE_LENGTH } from '../domain/passphrase.ts';
import { MAX_ENVIRONMENT_LENGTH } from '../environment-yaml/environment-reader.ts';
import { serviceUrlSchema } from './access-schemas.ts';
import { fieldProblemSchema } from './environment-schemas.ts';
import { idSchema } from './schemas.ts';

const nothing = z.undefined();
const oneSchema = z.strictObject({ id: idSchema });
const nameSchema = z.string().trim().min(1).max(120);
const tokenSchema = z.string().regex(/^[0-9a-f-]{36}$/);

const changeSchema = z.strictObject({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  sensitive: z.boolean(),
});

const fileStateSchema = z.strictObject({
  /** `newer` and `invalid` ones are read-only. */
  state: z.enum(['good', 'newer', 'invalid']),
  /** Why it is read-only; '' where it is not. */
  message: z.string(),
  path: z.string(),
  base: z.string().nullable(),
  /** Fields that could not be used, each with its line. */
  problems: z.array(fieldProblemSchema),
  processVariables: z.array(z.string()),
  localVariables: z.array(z.tuple([z.string(), z.string()])),
  /** The shared file that is followed. */
  source: z
    .strictObject({
      path: z.string(),
      state: z.enum(['same', 'ahead', 'changed', 'conflict', 'gone', 'invalid']),
      message: z.string(),
      changes: z.array(changeSchema),
    })
    .nullable(),
});

const importItemSchema = z.strictObject({
  key: z.int(),
  name: z.string(),
  kind: z.enum(ENVIRONMENT_KINDS),
  file: z.string(),
  /** Why it can't be imported; '' where it can. */
  fault: z.string(),
  /** Only the URL that it is for is missing. */
  needsUrl: z.boolean(),
  hosts: z.array(z.string()),
  endpointCount: z.int(),
  serverCount: z.int(),
  ruleFileCount: z.int(),
  credentialCount: z.int(),
  /** How many credentials stand in the file and go to the keychain. */
  secretCount: z.int(),
  /** Titles of the dashboards that come with it. */
  dashboards: z.array(z.string()),
  /** What was taken out or could not be taken over. */
  notes: z.array(z.string()),
  /** The environment with the same id, if there is one, and what would change in it. */
  conflict: z.strictObject({ id: idSchema, name: z.string(), changes: z.array(changeSchema) }).nullable(),
});

const previewSchema = z.strictObject({
  token: tokenSchema,
  place: z.string(),
  canFollow: z.boolean(),
  /** It is encrypted, and a passphrase tells what it holds. */
  locked: z.boolean(),
  items: z.array(importItemSchema),
});

const effectiveFieldSchema = z.strictObject({
  field: z.string(),
  value: z.string(),
  written: z.string().nullable(),
  from: z.enum(['file', 'base', 'default', 'local', 'process']),
  line: z.int(),
});

const exportSchema = z.strictObject({ path: z.string(), notes: z.array(z.string()) }).nullable();

/** The schema pairs of `environmentFiles.*`: what is done with environments as files. */
export const ENVIRONMENT_FILE_REQUESTS = {
  'environmentFiles.getState': { request: oneSchema, reply: fileStateSchema },
  'environmentFiles.listFields': { request: oneSchema, reply: z.array(effectiveFieldSchema) },
  'environmentFiles.saveVariables': {
    request: z.strictObject({
      id: idSchema,
      /** Those of the shared file. */
      shared: z.array(z.tuple([z.string().regex(VARIABLE_NAME), z.string().max(65_536)])).max(500),
      /** Those of this computer alone. */
      local: z.array(z.tuple([z.string().regex(VARIABLE_NAME), z.string().max(65_536)])).max(500),
      processVariables: z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/)).max(100),
    }),
    reply: nothing,
  },
  'environmentFiles.duplicate': {
    request: z.strictObject({ id: idSchema, name: nameSchema, kind: z.enum(ENVIRONMENT_KINDS) }),
    reply: oneSchema,
  },
  'environmentFiles.reorder': {
    request: z.strictObject({ ids: z.array(idSchema).max(1_000) }),
    reply: nothing,
  },
  /** Takes the environment that was removed last under this id out of the trash, its credentials with it. */
  'environmentFiles.restore': { request: oneSchema, reply: oneSchema },
  /** Asks the user for a file or a folder; nothing connects before the import is confirmed and opened. */
  'environmentFiles.previewImport': {
    request: z.strictObject({
      what: z.enum(['file', 'folder']),
      /** For an http_config alone, which has no target. */
      url: z.string().max(4_096).nullable(),
    }),
    reply: previewSchema.nullable(),
  },
  /** The URL that an http_config is for, which was previewed alone. */
  'environmentFiles.giveUrl': {
    request: z.strictObject({ token: tokenSchema, url: serviceUrlSchema }),
    reply: previewSchema,
  },
  'environmentFiles.openBundle': {
    request: z.strictObject({ token: tokenSchema, passphrase: z.string().min(1).max(1_024) }),
    reply: previewSchema,
  },
  /** As `previewImport`, of the text of a file that was dropped on the window. */
  'environmentFiles.previewText': {
    request: z.strictObject({
      name: z.string().min(1).max(255),
      text: z.string().max(MAX_ENVIRONMENT_LENGTH),
    }),
    reply: previewSchema,
  },
  /** As `previewText`, of a file that age has encrypted: `openBundle` tells what it holds. */
  'environmentFiles.previewEncrypted': {
    request: z.strictObject({
      name: z.string().min(1).max(255),
      bytes: z.custom<Uint8Array>(
        (value) => value instanceof Uint8Array && value.byteLength <= MAX_BUNDLE_BYTES,
        'expected at most 48 MiB of bytes',
      ),
    }),
    reply: previewSchema,
  },
  'environmentFiles.confirmImport': {
    request: z.strictObject({
      token: tokenSchema,
      choices: z
        .array(z.strictObject({ key: z.int(), choice: z.enum(['skip', 'replace', 'both']) }))
        .max(1_000),
      follow: z.boolean(),
    }),
    reply: z.strictObject({ ids: z.array(idSchema), note: z.string().nullable() }),
  },
  'environmentFiles.takeShared': { request: oneSchema, reply: nothing },
  'environmentFiles.writeShared': { request: oneSchema, reply: nothing },
  'environmentFiles.exportFile': { request: oneSchema, reply: exportSchema },
  /** The only export with credentials: encrypted with the passphrase, in the age format. */
  'environmentFiles.exportBundle': {
    request: z.strictObject({ id: idSchema, passphrase: z.string().min(MIN_PASSPHRASE_LENGTH).max(1_024) }),
    reply: exportSchema,
  },
  'environmentFiles.exportPrometheus': { request: oneSchema, reply: exportSchema },
};
