import type { ReactNode } from 'react';
import classes from './FormFooter.module.css';

/** The buttons of a form in a drawer: always in sight, however long the form is. */
export function FormFooter({ children }: { readonly children: ReactNode }) {
  return <div className={classes.footer}>{children}</div>;
}
