import { z } from 'zod';
import { MAX_ENVIRONMENT_LENGTH } from '../../shared/environment-yaml/environment-reader.ts';
import { AppError } from '../../shared/errors.ts';
import { secretRefSchema } from '../../shared/ipc/access-schemas.ts';

/** An encrypted export that is larger holds no environment. */
export const MAX_BUNDLE_BYTES = 48 * 1024 * 1024;

const AGE_MARKS = ['age-encryption.org/', '-----BEGIN AGE'] as const;

const textSchema = z.string().max(MAX_ENVIRONMENT_LENGTH);

const bundleSchema = z.strictObject({
  format: z.literal('sextant-bundle'),
  version: z.literal(1),
  /** `environment.yaml` as it is. */
  environment: textSchema,
  base: z.strictObject({ name: z.string().max(120), text: textSchema }).nullable(),
  secrets: z
    .array(
      z.strictObject({
        secretRef: secretRefSchema,
        /** scheme://host:port that it may be sent to. */
        origin: z.string().max(4_096),
        value: z.string().min(1).max(65_536),
      }),
    )
    .max(10_000),
});

/** An environment with its credentials, as it is inside an encrypted file. */
export type Bundle = Omit<z.infer<typeof bundleSchema>, 'format' | 'version'>;

/** Whether a file begins like one that age has encrypted. */
export function isEncrypted(head: string): boolean {
  return AGE_MARKS.some((mark) => head.startsWith(mark));
}

export function formatBundle(bundle: Bundle): Uint8Array {
  return Buffer.from(JSON.stringify({ format: 'sextant-bundle', version: 1, ...bundle }), 'utf8');
}

/** Throws AppError `bad_data`; the message quotes nothing of the content. */
export function parseBundle(bytes: Uint8Array): Bundle {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new AppError('bad_data', 'The passphrase is right, but there is no environment in this file.');
  }
  const version: unknown = (content as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1) {
    throw new AppError(
      'bad_data',
      'The file was made by a newer version of Sextant; update Sextant to import it.',
    );
  }
  const parsed = bundleSchema.safeParse(content);
  if (!parsed.success) {
    throw new AppError('bad_data', 'The passphrase is right, but this file is no export of Sextant.');
  }
  const { environment, base, secrets } = parsed.data;
  return { environment, base, secrets };
}
