// Reading measured on pages that others wrote: precision and recall of rows, leads, clusters. Used by a test and by a bench.
#pragma once

#include "ingest/extract.hpp"

#include <string>
#include <vector>

namespace cityweave::test {

struct Ratio {
    int right = 0;
    int all = 0;
    [[nodiscard]] double share() const { return all == 0 ? 1.0 : static_cast<double>(right) / all; }
};

/// What reading one set of tests/corpus gave.
struct CorpusScore {
    std::string set;
    int pages = 0;
    int pages_right = 0; ///< every row, none too many
    Ratio precision;     ///< of rows (network, partner, country)
    Ratio recall;
    Ratio leads;             ///< networks with a lead in the truth whose lead was read, and no other
    Ratio clusters;          ///< networks read whose cluster is the truth's
    Ratio empty;             ///< pages that name no partnership and gave no row
    std::string differences; ///< a line a row missing or too many, a lead, a cluster, for people
};

/// Scores of all sets, by name. Case, blanks, apostrophes and dashes make no difference. Throws where a page has no truth.
[[nodiscard]] std::vector<CorpusScore> corpus_scores(const ingest::ExtractOptions& options);

} // namespace cityweave::test
