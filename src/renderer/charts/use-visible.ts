import { type RefObject, useEffect, useRef, useState } from 'react';

const callbacks = new WeakMap<Element, (visible: boolean) => void>();
let observer: IntersectionObserver | null = null;

function sharedObserver(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) callbacks.get(entry.target)?.(entry.isIntersecting);
    },
    // A little ahead of scrolling, so that charts are there when they come into view.
    { rootMargin: '200px' },
  );
  return observer;
}

/** Whether an element is on screen, or nearly; where that can't be observed it counts as visible. */
export function useVisible<T extends Element>(): readonly [RefObject<T | null>, boolean] {
  const ref = useRef<T | null>(null);
  const [visible, setVisible] = useState(typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    const element = ref.current;
    if (element === null || typeof IntersectionObserver === 'undefined') return;
    callbacks.set(element, setVisible);
    const shared = sharedObserver();
    shared.observe(element);
    return () => {
      shared.unobserve(element);
      callbacks.delete(element);
    };
  }, []);
  return [ref, visible];
}
