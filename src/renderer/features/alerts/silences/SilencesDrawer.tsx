import { Drawer } from '@mantine/core';
import { testIds } from '../../../../shared/test-ids.ts';
import { SilenceForm } from './SilenceForm.tsx';
import { SilenceList } from './SilenceList.tsx';
import { useSilencePanel } from './silence-panel-store.ts';

/** Silences of this environment and of its Alertmanager: the list, or one that is being written. */
export function SilencesDrawer() {
  const opened = useSilencePanel((state) => state.opened);
  const form = useSilencePanel((state) => state.form);
  const close = useSilencePanel((state) => state.close);
  const title = form === null ? 'Silences' : form.id === null ? 'New silence' : 'Edit silence';
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={560}
      title={title}
      data-testid={testIds.alerts.silences}
    >
      {opened && (form === null ? <SilenceList /> : <SilenceForm key={form.id ?? 'new'} initial={form} />)}
    </Drawer>
  );
}
