package io.marketswarm.truth;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What came out of a build: everything that was found and, without errors, the document. */
public record Build(Optional<TruthDocument> document, List<Finding> findings) {

  public Build {
    findings = List.copyOf(findings);
    if (document.isPresent() && Finding.anyError(findings)) {
      throw new IllegalArgumentException("a document in spite of errors: " + findings);
    }
  }

  public boolean ok() {
    return document.isPresent();
  }

  /** The document of a build that went well; throws with the first errors otherwise. */
  public TruthDocument orThrow() {
    return document.orElseThrow(
        () ->
            new TruthException(
                "Truth cannot be built: "
                    + String.join(
                        "; ",
                        findings.stream().filter(Finding::isError).map(Finding::line).toList())));
  }

  /** Writes the composite in one step; a failed build leaves what was there. */
  public void writeTo(Path file) {
    TruthFiles.replace(file, orThrow().pretty());
  }
}
