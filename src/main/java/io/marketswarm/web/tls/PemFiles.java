package io.marketswarm.web.tls;

import java.nio.file.Path;

/** Where a certificate and its key lie. */
record PemFiles(Path certificate, Path key) {}
