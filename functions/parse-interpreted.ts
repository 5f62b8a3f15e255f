import * as z from "zod";

/**
 * Imported before any schema is made. zod would compile each schema when it is first used; a Lambda uses most of them
 * once or twice before it is gone again, and its first event waits for the compiler.
 */
z.config({ jitless: true });
