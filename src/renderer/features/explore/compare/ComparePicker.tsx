import { Button, Menu } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { testIds } from '../../../../shared/test-ids.ts';
import { useEnvironment } from '../../../state/environment-store.ts';
import { EnvironmentIcon } from '../../../ui/EnvironmentIcon.tsx';
import { type CompareLayout, comparedWith, compareStore } from './compare-store.ts';

const MAX_OTHERS = 5;

/** Chooses the environments that are asked the same as the shown one. */
export function ComparePicker() {
  const shownId = useEnvironment((state) => state.active?.id ?? null);
  const environments = useEnvironment((state) => state.environments);
  const chosen = useStore(compareStore, (state) => comparedWith(state, shownId));
  const layout = useStore(compareStore, (state) => state.layout);
  const others = environments.filter(({ id }) => id !== shownId);
  if (shownId === null || others.length === 0) return null;
  const toggle = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((known) => known !== id) : [...chosen, id];
    compareStore.getState().choose(shownId, next);
  };
  return (
    <Menu position="bottom-start" closeOnItemClick={false} width={280}>
      <Menu.Target>
        <Button
          variant={chosen.length > 0 ? 'light' : 'default'}
          size="xs"
          leftSection={<IconArrowsDiff size={15} aria-hidden />}
          data-testid={testIds.explore.compareOpen}
        >
          {chosen.length === 0 ? 'Compare' : `Compared with ${chosen.length}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Ask these environments the same</Menu.Label>
        {others.map(({ id, name, kind }) => (
          <Menu.CheckboxItem
            key={id}
            rightSection={<EnvironmentIcon kind={kind} />}
            disabled={!chosen.includes(id) && chosen.length >= MAX_OTHERS}
            checked={chosen.includes(id)}
            onChange={() => toggle(id)}
            data-testid={testIds.explore.compareWith(id)}
          >
            {name}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Label>Graphs</Menu.Label>
        <Menu.RadioGroup
          value={layout}
          onChange={(value) => compareStore.getState().setLayout(value as CompareLayout)}
        >
          <Menu.RadioItem value="overlay">On one axis</Menu.RadioItem>
          <Menu.RadioItem value="side">Side by side</Menu.RadioItem>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
