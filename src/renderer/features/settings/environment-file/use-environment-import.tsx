import { type ReactNode, useState } from 'react';
import { request } from '../../../ipc/client.ts';
import { useDropped } from '../../../state/drop-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { ImportPreview } from './ImportPreview.tsx';
import type { Preview } from './preview.ts';

interface EnvironmentImport {
  /** Asks for a file or a folder, and shows what it would bring. */
  readonly choose: (what: 'file' | 'folder') => void;
  /** The preview, to be rendered; it is over the page while there is one. */
  readonly preview: ReactNode;
}

/** Import of environments by dialog and by dropping: each is shown before any of it is kept. */
export function useEnvironmentImport(): EnvironmentImport {
  const [preview, setPreview] = useState<Preview | null>(null);
  const show = (asked: Promise<Preview | null>): void => {
    asked.then(setPreview, reportFailure('The file could not be read'));
  };
  useDropped('environment', ({ name, text }) =>
    show(request('environmentFiles.previewText', { name, text })),
  );
  useDropped('encrypted', ({ name, bytes }) =>
    show(request('environmentFiles.previewEncrypted', { name, bytes })),
  );
  return {
    choose: (what) => show(request('environmentFiles.previewImport', { what, url: null })),
    preview: <ImportPreview preview={preview} onOpened={setPreview} onClose={() => setPreview(null)} />,
  };
}
