/** True where `/_kit` is served: under the development server, and in builds with VITE_KIT=1. */
declare const __KIT__: boolean
/** True where the browser keeps the page of verification for later: in builds. */
declare const __KEEP_VERIFY__: boolean
