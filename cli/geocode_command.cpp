// geocode: ranked candidates for one text, or the best place for each row of a table.
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/mapped_file.hpp"
#include "base/parallel.hpp"
#include "base/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/csv_writer.hpp"
#include "cli/engine.hpp"
#include "cli/pinned_places.hpp"
#include "ingest/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cityweave::cli {

namespace {

gazetteer::GeocodeContext context_of(const Engine& engine, const std::string& country) {
    gazetteer::GeocodeContext context;
    if (const auto code = engine.countries().alpha2(country)) context.country = *code;
    return context;
}

base::Json candidate_json(const gazetteer::Candidate& candidate) {
    const auto& place = candidate.place;
    return base::JsonObject{
        {"geonameid", place.geonameid}, {"name", place.name},
        {"country", place.country},     {"lon", place.position.lon()},
        {"lat", place.position.lat()},  {"population", place.population},
        {"score", candidate.score},     {"reasons", base::JsonArray(candidate.reasons.begin(), candidate.reasons.end())}};
}

void print_json(const gazetteer::Geocoding& answer, std::size_t limit) {
    base::JsonArray candidates;
    for (std::size_t i = 0; i < std::min(limit, answer.candidates.size()); ++i) candidates.push_back(candidate_json(answer.candidates[i]));
    const base::JsonObject object{{"chosen", answer.chosen}, {"refusal", answer.refusal}, {"candidates", candidates}};
    write_output("-", base::to_text(object, base::JsonLayout::indented));
}

void print_table(const gazetteer::Geocoding& answer, std::size_t limit) {
    std::string text;
    for (std::size_t i = 0; i < std::min(limit, answer.candidates.size()); ++i) {
        const auto& [place, score, reasons] = answer.candidates[i];
        text += fmt::format("{:.3f}  {:>8}  {}  {}  {:.5f} {:.5f}  {}\n", score, place.geonameid, place.country, place.name,
                            place.position.lon(), place.position.lat(), fmt::join(reasons, ", "));
    }
    write_output("-", text);
}

/// What a person pinned, else what the words say.
class PinningGeocoder {
public:
    PinningGeocoder(const Engine& engine, const GeocodeOptions& options)
        : engine_(engine), pinned_(read_pinned_places(tables(engine, options))) {}

    [[nodiscard]] gazetteer::Geocoding geocode(const std::string& text, const std::string& country) const {
        const auto context = context_of(engine_, country);
        auto pinned = pinned_.pinned(text, context.country, engine_.gazetteer());
        return pinned ? std::move(*pinned) : engine_.geocoder().geocode(text, context);
    }

    /// To be called before answers are written.
    void require_sound() const { engine_.require_sound(); }

private:
    static std::vector<std::filesystem::path> tables(const Engine& engine, const GeocodeOptions& options) {
        std::vector<std::filesystem::path> paths;
        if (!options.overrides.empty()) paths.emplace_back(options.overrides);
        if (!options.no_aliases) paths.push_back(shipped_aliases(engine.folder()));
        return paths;
    }
    const Engine& engine_;
    ingest::Overrides pinned_;
};

int geocode_one(const PinningGeocoder& geocoder, const CommonOptions& common, const GeocodeOptions& options) {
    const auto answer = geocoder.geocode(options.text, options.country);
    geocoder.require_sound();
    if (common.json)
        print_json(answer, options.limit);
    else
        print_table(answer, options.limit);
    if (answer.chosen) return 0;
    fmt::print(stderr, "cityweave: \"{}\": no place chosen ({})\n", options.text, answer.refusal);
    return 1;
}

std::string answer_line(const std::string& id, const gazetteer::Geocoding& answer) {
    if (!answer.chosen) return csv_line({id, "", "", "", "", "", ""});
    const auto& [place, score, reasons] = answer.candidates.front();
    return csv_line({id, fmt::format("{}", place.geonameid), place.name, place.country, fmt::format("{:.6f}", place.position.lat()),
                     fmt::format("{:.6f}", place.position.lon()), fmt::format("{:.3f}", score)});
}

int geocode_batch(const PinningGeocoder& geocoder, const CommonOptions& common, const GeocodeOptions& options) {
    const auto table = base::decode_text(base::MappedFile::open(options.batch).bytes());
    const auto rows = ingest::read_named_columns(table, options.batch, {"id", "text", "country_hint"});
    if (!rows) throw base::FormatError(base::describe(rows.problem()));
    const auto lines = base::parallel_map(rows->size(), base::Jobs::from_request(common.jobs), [&](std::size_t i) {
        const auto& values = (*rows)[i].values;
        return answer_line(values[0], geocoder.geocode(values[1], values[2]));
    });
    geocoder.require_sound();
    std::string text = csv_line({"id", "geonameid", "name", "country", "lat", "lon", "confidence"});
    for (const auto& line : lines) text += line;
    write_output(options.output, text);
    return 0;
}

} // namespace

int run(const CommonOptions& common, const GeocodeOptions& options) {
    if (options.text.empty() == options.batch.empty()) throw base::ConfigError("geocode: give either a text or --batch FILE");
    const Engine engine(common);
    const PinningGeocoder geocoder(engine, options);
    return options.batch.empty() ? geocode_one(geocoder, common, options) : geocode_batch(geocoder, common, options);
}

} // namespace cityweave::cli
