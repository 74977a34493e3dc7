#include "ingest/layouts/events_above.hpp"

namespace cityweave::ingest {

bool tells_of_event_above(const Page& page, std::size_t block) {
    constexpr std::size_t reach = 6;
    constexpr std::size_t longest = 14; // words: longer ones are sentences
    const auto& lexicon = page.reading.lexicon();
    bool event = false;
    for (auto k = block; k-- > 0 && block - k <= reach;) {
        const auto& words = page.reading.words(k);
        if (words.size() > longest) return event;
        if (lexicon.find(Cue::network, words) || lexicon.speaks_of_partners(words)) return false;
        event = event || lexicon.find(Cue::event, words);
    }
    return event;
}

} // namespace cityweave::ingest
