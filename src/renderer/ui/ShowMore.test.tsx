import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ShowMore, useBeginning } from './ShowMore.tsx';

const ALL = Array.from({ length: 25 }, (_, i) => i);

function List({ kept = -1 }: { readonly kept?: number }) {
  const { shown, left, more } = useBeginning(ALL, 10, kept);
  return (
    <MantineProvider>
      <output>{shown.length}</output>
      <ShowMore left={left} step={10} noun="rules" onMore={more} />
    </MantineProvider>
  );
}

it('shows a long list part by part, and says how much is left', () => {
  render(<List />);
  const shown = (): string | null => screen.getByRole('status').textContent;
  expect(shown()).toBe('10');
  fireEvent.click(screen.getByRole('button', { name: 'Show 10 of 15 more rules' }));
  expect(shown()).toBe('20');
  fireEvent.click(screen.getByRole('button', { name: 'Show 5 more rules' }));
  expect(shown()).toBe('25');
  expect(screen.queryByRole('button')).toBeNull();
});

it('reaches as far as what is pointed to', () => {
  render(<List kept={17} />);
  expect(screen.getByRole('status').textContent).toBe('18');
});
