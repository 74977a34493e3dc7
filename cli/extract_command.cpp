// extract: what the reader saw, before geocoding, as CSV; written as it is read.
#include "cli/atlas_making.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"

#include <fmt/format.h>

#include <map>

namespace cityweave::cli {

namespace {

/// Writes what readers find, as far as it was asked for, and keeps what they could not read.
class CsvSink final : public ingest::Sink {
public:
    explicit CsvSink(const ExtractOptions& options) {
        // Both on standard output would mix two tables; asking for points there means only them.
        if (options.rows != "-" || options.points != "-")
            rows_.emplace(options.rows,
                          std::initializer_list<std::string_view>{"network", "cluster", "role", "partner", "country", "source", "line"});
        if (!options.points.empty()) points_.emplace(options.points, std::initializer_list<std::string_view>{"label", "lon", "lat"});
    }

    void add(ingest::Mention m) override {
        if (rows_)
            rows_->row({m.network, m.cluster, atlas::name_of(m.role), m.partner, m.country, m.source, fmt::format_int(m.line).c_str()});
    }
    void add(ingest::PagePointMention point) override {
        if (points_) points_->row({point.label, fmt::format("{}", point.position.lon()), fmt::format("{}", point.position.lat())});
    }
    [[nodiscard]] base::Report& report() override { return report_; }

    void finish() {
        if (rows_) rows_->finish();
        if (points_) points_->finish();
    }

private:
    std::optional<CsvOutput> rows_;
    std::optional<CsvOutput> points_;
    base::Report report_;
};

/// The first of each kind, and how many more there were.
void tell(const base::Report& report) {
    constexpr std::size_t shown = 20;
    std::map<std::string, std::size_t> told;
    for (const auto& problem : report.problems())
        if (++told[problem.code] <= shown) fmt::print(stderr, "cityweave: {}\n", base::describe(problem));
    for (const auto& [code, count] : report.counts())
        if (count > shown) fmt::print(stderr, "cityweave: and {} more [{}]\n", count - shown, code);
}

} // namespace

int run(const CommonOptions& common, const ExtractOptions& options) {
    const Engine engine(common);
    engine.require_sound(); // rows are written as they are read
    CsvSink sink(options);
    for (const auto& path : options.read.inputs) read_input(engine, options.read, path, sink);
    sink.finish();
    tell(sink.report());
    return 0;
}

} // namespace cityweave::cli
