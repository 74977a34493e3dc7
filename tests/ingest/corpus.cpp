#include "tests/ingest/corpus.hpp"

#include "base/error.hpp"
#include "base/mapped_file.hpp"
#include "base/unicode.hpp"
#include "ingest/document.hpp"
#include "ingest/table.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

namespace cityweave::test {

namespace {

namespace fs = std::filesystem;

using Row = std::tuple<std::string, std::string, std::string>; ///< network, partner, country

/// What one page says, or should say.
struct Partnerships {
    std::set<Row> rows;
    std::map<std::string, std::set<std::string>> leads; ///< by network
    std::map<std::string, std::string> clusters;
};

std::string plain(std::string_view text) {
    return base::fold_exact(text);
}

void add(Partnerships& all, const std::vector<std::string>& v) {
    const auto network = plain(v[0]);
    all.rows.insert({network, plain(v[3]), v[4]});
    all.clusters.emplace(network, plain(v[1]));
    if (v[2] == "lead") all.leads[network].insert(plain(v[3]));
}

Partnerships truth_of(const fs::path& path) {
    const auto rows = ingest::read_named_columns(base::decode_text(base::MappedFile::open(path).bytes()), path.string(),
                                                 {"network", "cluster", "role", "partner", "country"});
    if (!rows) throw base::FormatError(base::describe(rows.problem()));
    Partnerships all;
    for (const auto& row : *rows) add(all, row.values);
    return all;
}

Partnerships read_page(const fs::path& path, const ingest::ExtractOptions& options) {
    const auto file = base::MappedFile::open(path);
    const auto document = ingest::read_document(file.bytes(), path.filename().string());
    Partnerships all;
    if (!document) return all;
    for (const auto& m : ingest::extract_page(*document, options).mentions)
        add(all, {m.network, m.cluster, atlas::name_of(m.role), m.partner, m.country});
    return all;
}

std::string told(const fs::path& page, const char* what, const Row& row) {
    return page.filename().string() + what + std::get<0>(row) + " | " + std::get<1>(row) + " | " + std::get<2>(row) + '\n';
}

void count_rows(CorpusScore& score, const fs::path& page, const Partnerships& truth, const Partnerships& read) {
    std::vector<Row> right;
    std::set_intersection(truth.rows.begin(), truth.rows.end(), read.rows.begin(), read.rows.end(), std::back_inserter(right));
    const auto both = static_cast<int>(right.size());
    score.precision.right += both;
    score.precision.all += static_cast<int>(read.rows.size());
    score.recall.right += both;
    score.recall.all += static_cast<int>(truth.rows.size());
    ++score.pages;
    score.pages_right += truth.rows == read.rows ? 1 : 0;
    for (const auto& row : truth.rows)
        if (!read.rows.contains(row)) score.differences += told(page, ": missing ", row);
    for (const auto& row : read.rows)
        if (!truth.rows.contains(row)) score.differences += told(page, ": too many ", row);
}

void count_page(CorpusScore& score, const fs::path& page, const ingest::ExtractOptions& options) {
    const auto truth = truth_of(fs::path(page).replace_extension(".csv"));
    const auto read = read_page(page, options);
    count_rows(score, page, truth, read);
    if (truth.rows.empty()) {
        ++score.empty.all;
        score.empty.right += read.rows.empty() ? 1 : 0;
    }
    for (const auto& [network, leads] : truth.leads) {
        ++score.leads.all;
        const auto found = read.leads.find(network);
        const bool right = found != read.leads.end() && found->second == leads;
        score.leads.right += right ? 1 : 0;
        if (!right)
            score.differences +=
                told(page, ": lead of ", {network, *leads.begin(), found == read.leads.end() ? "none" : *found->second.begin()});
    }
    for (const auto& [network, cluster] : truth.clusters) {
        const auto found = read.clusters.find(network);
        if (found == read.clusters.end()) continue;
        ++score.clusters.all;
        score.clusters.right += found->second == cluster ? 1 : 0;
        if (found->second != cluster) score.differences += told(page, ": cluster of ", {network, cluster, found->second});
    }
}

std::vector<fs::path> sorted(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace

std::vector<CorpusScore> corpus_scores(const ingest::ExtractOptions& options) {
    std::vector<CorpusScore> scores;
    for (const auto& folder : sorted(fs::path(CITYWEAVE_SOURCE_DIR) / "tests/corpus")) {
        if (!fs::is_directory(folder)) continue;
        CorpusScore score{.set = folder.filename().string(), .differences = {}};
        for (const auto& page : sorted(folder))
            if (page.extension() != ".csv") count_page(score, page, options);
        scores.push_back(std::move(score));
    }
    return scores;
}

} // namespace cityweave::test
