#include "ingest/page_country.hpp"

#include "ingest/anchors.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace cityweave::ingest {

namespace {

constexpr std::size_t blocks_looked_at = 14;
constexpr std::size_t shortest_name = 4; ///< bytes: shorter words are countries' codes by chance

void note_countries(const Reading& reading, std::string_view text, std::set<std::string>& told) {
    for (const auto& word : words_of(text)) {
        const auto written = text.substr(word.begin, word.end - word.begin);
        auto country = reading.lexicon().adjective(word.folded);
        if (!country && written.size() >= shortest_name && upper_at(written, 0)) country = reading.plain_country(written);
        if (country) told.insert(*country);
    }
}

} // namespace

std::optional<std::string> page_country(const Reading& reading, const NetworkNames& names) {
    std::set<std::string> told;
    note_countries(reading, reading.document().title, told);
    const auto& blocks = reading.blocks();
    for (std::size_t k = 0; k < std::min(blocks.size(), blocks_looked_at); ++k)
        if (names.is_heading(k)) note_countries(reading, blocks[k].text, told);
    return told.size() == 1 ? std::optional(*told.begin()) : std::nullopt;
}

} // namespace cityweave::ingest
