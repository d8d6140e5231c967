import type { ReplyOf } from '../../../../shared/ipc/contract.ts';

/** What an import would bring. */
export type Preview = NonNullable<ReplyOf<'environmentFiles.previewImport'>>;
