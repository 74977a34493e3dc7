#include "tests/ingest/extraction.hpp"

#include <cstdlib>
#include <filesystem>
#include <span>

namespace cityweave::ingest::testing {

namespace {

struct World {
    std::filesystem::path share = std::getenv("CITYWEAVE_DATA");
    gazetteer::Gazetteer gazetteer = gazetteer::Gazetteer::open(share / "gazetteer.cwg");
    gazetteer::Countries countries{gazetteer};
    Lexicon lexicon = Lexicon::open(share / "ingest");
    ExtractOptions options{.knowledge = knowledge_of(gazetteer, countries), .lexicon = &lexicon};
};

} // namespace

const ExtractOptions& options() {
    static const World world;
    return world.options;
}

Extract extract_text(std::string_view page, std::string_view name) {
    const auto document = read_document(std::as_bytes(std::span(page)), name);
    return document ? extract_page(*document, options()) : Extract{};
}

std::string csv_field(std::string_view field) {
    if (field.find_first_of(",\"\n") == std::string_view::npos) return std::string(field);
    std::string quoted = "\"";
    for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string rows_of(const Extract& extract) {
    std::string rows;
    for (const auto& m : extract.mentions)
        rows += csv_field(m.network) + ',' + csv_field(m.cluster) + ',' + atlas::name_of(m.role) + ',' + csv_field(m.partner) + ',' +
                m.country + ',' + std::to_string(m.line) + '\n';
    return rows;
}

} // namespace cityweave::ingest::testing
