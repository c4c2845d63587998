/* The parts of bpmn-js that are used, typed: its own types are written for CommonJS, what is bundled is a module. */
import type { BusinessObject, DrawnElement, Overlays } from '../flow-notes/notes.ts';

export interface ModdleObject extends BusinessObject {
  set(property: string, value: unknown): void;
  $instanceOf(type: string): boolean;
  values?: ModdleObject[];
  extensionElements?: ModdleObject;
  conditionExpression?: { body?: string };
  default?: ModdleObject;
  sourceRef?: ModdleObject;
}

export interface Element extends DrawnElement {
  y: number;
  businessObject: ModdleObject;
  source?: Element;
  target?: Element;
  outgoing?: Element[];
  waypoints?: { x: number; y: number }[];
  parent?: Element;
}

export interface Modeling {
  updateProperties(element: Element, properties: Record<string, unknown>): void;
  removeElements(elements: Element[]): void;
  moveElements(elements: Element[], by: { x: number; y: number }): void;
  createShape(shape: Element, at: { x: number; y: number }, target: Element): Element;
}

export interface Services {
  canvas: {
    zoom(level: 'fit-viewport' | number, center?: 'auto' | { x: number; y: number }): number;
    viewbox(): { x: number; y: number; width: number; height: number; scale: number; inner: Box; outer: Box };
    viewbox(box: Box): void;
    addMarker(element: string, marker: string): void;
    removeMarker(element: string, marker: string): void;
    scrollToElement(element: Element): void;
    getRootElement(): Element;
  };
  overlays: Overlays;
  elementRegistry: { get(id: string): Element | undefined; getAll(): Element[] };
  modeling: Modeling;
  moddle: { create(type: string, properties?: Record<string, unknown>): ModdleObject };
  bpmnFactory: { create(type: string, properties?: Record<string, unknown>): ModdleObject };
  elementFactory: { createShape(facts: { type: string; businessObject?: ModdleObject }): Element };
  autoPlace: { append(source: Element, shape: Element): Element };
  selection: { get(): Element[]; select(element: Element | null): void };
  commandStack: { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
  eventBus: { on(event: string, listener: (event: { newSelection?: Element[] }) => void): void };
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Modeler {
  importXML(xml: string): Promise<unknown>;
  saveXML(options: { format: boolean }): Promise<{ xml?: string }>;
  get<Name extends keyof Services>(service: Name): Services[Name];
}
