interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<WebAssembly.Module>
  Instance: new (module: WebAssembly.Module, imports: Record<string, unknown>) => { exports: object }
}

/** Node has it as a global of which the Node types declare only the types. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
