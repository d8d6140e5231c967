import { Button } from '@mantine/core';
import type { AppInfo } from '../../../shared/domain/settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { shellStore } from '../../state/shell-store.ts';
import { SettingRow } from './layout/SettingRow.tsx';
import { SettingsSection } from './layout/SettingsSection.tsx';

/** What is running, and the way to diagnostics and licences. */
export function AboutSettings({ info }: { readonly info: AppInfo }) {
  return (
    <SettingsSection id="about" title="About">
      <SettingRow
        label={`Sextant ${info.version}`}
        description={`Electron ${info.electronVersion} · Chromium ${info.chromeVersion} · Node ${info.nodeVersion} · ${info.platform}`}
      >
        <Button
          variant="default"
          data-testid={testIds.settings.openAbout}
          onClick={() => shellStore.getState().openDialog('about')}
        >
          Diagnostics and licences…
        </Button>
      </SettingRow>
    </SettingsSection>
  );
}
