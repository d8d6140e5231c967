import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEnvironment } from '../../state/environment-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../../ui/EnvironmentIcon.tsx';
import { environmentPicker } from './environment-picker.ts';
import { switchEnvironment } from './switch-environment.ts';

const KEYED_PLACES = 9;

/** Ctrl+Shift+E: environments by name, without the mouse. */
export function EnvironmentPicker() {
  const environments = useEnvironment((state) => state.environments);
  return (
    <Spotlight
      store={environmentPicker.store}
      shortcut={null}
      actions={environments.map(({ id, name, kind, active, running }, i) => ({
        id: `pick-${id}`,
        label: name,
        description: [
          ENVIRONMENT_KIND_NAMES[kind],
          active ? 'shown now' : running ? 'running in the background' : 'not running',
          ...(i < KEYED_PLACES ? [`Ctrl+${i + 1}`] : []),
        ].join(' · '),
        leftSection: <EnvironmentIcon kind={kind} size={18} />,
        onClick: () => switchEnvironment(id),
      }))}
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="No environment of that name"
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'Switch to an environment',
        'aria-label': 'Switch to an environment',
      }}
    />
  );
}
