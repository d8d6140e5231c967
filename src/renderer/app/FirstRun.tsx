import { FirstRunPage } from '../features/environments/FirstRunPage.tsx';
import { useEnvironmentImport } from '../features/settings/environment-file/use-environment-import.tsx';
import { WindowDrop } from './drop/WindowDrop.tsx';

/** The window without an open environment: it takes files of environments, by dialog and by dropping. */
export function FirstRun() {
  const { choose, preview } = useEnvironmentImport();
  return (
    <>
      <FirstRunPage onImport={() => choose('file')} />
      {preview}
      <WindowDrop hasEnvironment={false} />
    </>
  );
}
