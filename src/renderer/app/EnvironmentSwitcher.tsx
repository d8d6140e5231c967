import { Kbd, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconAppWindow, IconArrowsSort, IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { testIds } from '../../shared/test-ids.ts';
import { EnvironmentForm } from '../features/environments/EnvironmentForm.tsx';
import { request } from '../ipc/client.ts';
import { useEnvironment } from '../state/environment-store.ts';
import { navigationStore } from '../state/navigation-store.ts';
import { ENVIRONMENT_KIND_NAMES, EnvironmentIcon } from '../ui/EnvironmentIcon.tsx';
import { reportFailure } from '../ui/report-failure.ts';
import classes from './EnvironmentSwitcher.module.css';
import { openInNewWindow, switchEnvironment } from './environments/switch-environment.ts';

/** Shows the active environment and switches to another. */
export function EnvironmentSwitcher() {
  const active = useEnvironment((state) => state.active);
  const environments = useEnvironment((state) => state.environments);
  const [creating, setCreating] = useState(false);
  const switcher = useRef<HTMLButtonElement>(null);
  if (active === null) return null;
  const hasDemo = environments.some((environment) => environment.demo);
  return (
    <>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <UnstyledButton
            ref={switcher}
            className={classes.switcher ?? ''}
            data-testid={testIds.shell.environmentSwitcher}
          >
            <span className={classes.icon}>
              <EnvironmentIcon kind={active.kind} size={18} />
            </span>
            <span className={classes.text}>
              <span className={classes.name}>{active.name}</span>
              <span className={classes.kind}>{ENVIRONMENT_KIND_NAMES[active.kind]}</span>
            </span>
            <VisuallyHidden>Switch environment</VisuallyHidden>
            <IconSelector className={classes.selector} size={15} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Environments</Menu.Label>
          {environments.map(({ id, name, kind, running }, i) => (
            <Menu.Item
              key={id}
              leftSection={<EnvironmentIcon kind={kind} />}
              rightSection={
                <span className={classes.place}>
                  {running && <span className={classes.running} title="Scrapes and alerts" />}
                  {id === active.id ? (
                    <IconCheck size={14} aria-label="active" />
                  ) : (
                    i < 9 && <Kbd size="xs">{`Ctrl ${i + 1}`}</Kbd>
                  )}
                </span>
              }
              onClick={() => switchEnvironment(id)}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconAppWindow size={15} />}
            onClick={() => openInNewWindow(active.id)}
            data-testid={testIds.shell.environmentNewWindow}
          >
            Open in new window
          </Menu.Item>
          {environments.length > 1 && (
            <Menu.Item
              leftSection={<IconArrowsSort size={15} />}
              onClick={() => navigationStore.getState().open('settings', testIds.settings.environments)}
              data-testid={testIds.shell.environmentsManage}
            >
              Change the order…
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setCreating(true)}>
            New environment…
          </Menu.Item>
          {!hasDemo && (
            <Menu.Item
              leftSection={<EnvironmentIcon kind="development" />}
              onClick={() => {
                request('environments.startDemo').catch(reportFailure('The demo could not be started'));
              }}
            >
              Open the demo
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <EnvironmentForm
        opened={creating}
        onClose={() => setCreating(false)}
        onClosed={() => switcher.current?.focus()}
      />
    </>
  );
}
