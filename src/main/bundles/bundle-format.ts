import { z } from 'zod';
import { MAX_DASHBOARD_TEXT } from '../../shared/domain/dashboard-library.ts';
import { MAX_ENVIRONMENT_LENGTH } from '../../shared/environment-yaml/environment-reader.ts';
import { AppError } from '../../shared/errors.ts';
import { secretRefSchema } from '../../shared/ipc/access-schemas.ts';
import { MAX_BUNDLE_DASHBOARDS } from './bundle-dashboards.ts';

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
  /** What is wrong with one is told with it, and leaves the others what they are. */
  dashboards: z
    .array(z.strictObject({ id: z.string().max(1_024), text: z.string().max(MAX_DASHBOARD_TEXT) }))
    .max(MAX_BUNDLE_DASHBOARDS)
    .default([]),
});

/** An environment with its dashboards and credentials, as it is inside an encrypted file. */
export type Bundle = Omit<z.infer<typeof bundleSchema>, 'format' | 'version'>;

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
  const { environment, base, secrets, dashboards } = parsed.data;
  return { environment, base, secrets, dashboards };
}
