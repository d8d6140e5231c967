import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { testIds } from '../../shared/test-ids.ts';
import { useEngine } from '../state/engine-store.ts';
import { navigationStore, useNavigation } from '../state/navigation-store.ts';
import { EnvironmentSwitcher } from './EnvironmentSwitcher.tsx';
import classes from './NavigationRail.module.css';
import { PAGES } from './pages.ts';
import { commandHint } from './shortcuts/platform.ts';

/** The pages, with the number of firing alerts and of targets that are down beside theirs. */
export function NavigationRail() {
  // In a narrow window the rail shows icons alone, and the tooltip is the name.
  const narrow = useMediaQuery('(max-width: 62em)');
  const current = useNavigation((state) => state.page);
  const firing = useEngine((state) => state.status?.alertsFiring ?? 0);
  const down = useEngine((state) =>
    state.status === null ? 0 : state.status.targetsTotal - state.status.targetsUp,
  );
  const counts: Partial<Record<string, { count: number; what: string }>> = {
    alerts: { count: firing, what: firing === 1 ? 'alert firing' : 'alerts firing' },
    targets: { count: down, what: down === 1 ? 'target not up' : 'targets not up' },
  };
  return (
    <nav className={classes.rail} aria-label="Pages">
      <EnvironmentSwitcher />
      {PAGES.map(({ page, title, icon: Icon }) => {
        const badge = counts[page];
        return (
          <Tooltip
            key={page}
            label={`${title} (${commandHint(`open-${page}`)})`}
            position="right"
            disabled={!narrow}
          >
            <UnstyledButton
              className={classes.link ?? ''}
              data-active={page === current || undefined}
              aria-current={page === current ? 'page' : undefined}
              data-testid={testIds.shell.nav(page)}
              onClick={() => navigationStore.getState().open(page)}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              <span className={classes.label}>{title}</span>
              {badge !== undefined && badge.count > 0 && (
                <span className={classes.count}>
                  {badge.count}
                  <VisuallyHidden> {badge.what}</VisuallyHidden>
                </span>
              )}
            </UnstyledButton>
          </Tooltip>
        );
      })}
    </nav>
  );
}
