import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { TestId } from '../../shared/test-ids.ts';
import classes from './Banner.module.css';

interface BannerProps {
  readonly icon: TablerIcon;
  /** What it is, in a few words; the text goes on after its full stop. */
  readonly title?: string;
  /** Why, and what happens by itself. */
  readonly children: ReactNode;
  /** The next step: a button, or nothing where there is none. */
  readonly action?: ReactNode;
  /** `alert` for what the user has to act on. */
  readonly role: 'status' | 'alert';
  readonly state?: string;
  readonly testId: TestId;
  /** Stands among a page's panels rather than over the page. */
  readonly isInset?: boolean;
}

/** One line over what it is about: what is wrong, why, and the next step. */
export function Banner({ icon: Icon, title, children, action, role, state, testId, isInset }: BannerProps) {
  return (
    <div
      className={classes.banner}
      role={role}
      data-testid={testId}
      data-state={state}
      data-inset={isInset || undefined}
    >
      <Icon size={16} aria-hidden className={classes.icon ?? ''} />
      <div className={classes.text}>
        {title !== undefined && <strong>{title}.</strong>} {children}
      </div>
      {action}
    </div>
  );
}
