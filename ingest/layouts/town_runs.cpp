// Partners named in a sentence without their countries (layout J): "Brought together are Oporto, Turin and Varna."
#include "ingest/layout.hpp"

#include <algorithm>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_paragraph = 6000;
constexpr std::size_t fewest_towns = 4;
constexpr std::size_t words_to_first = 6; ///< between the word that announces them and the first town

class TownRunReader {
public:
    TownRunReader(const Page& page, std::vector<Proposal>& proposals) : reading_(page.reading), proposals_(proposals) {}

    void run() {
        if (!reading_.knows_towns()) return; // without a gazetteer nothing tells towns from other names
        const auto& blocks = reading_.blocks();
        for (std::size_t i = 0; i < blocks.size(); ++i)
            if (blocks[i].text.size() <= longest_paragraph && blocks[i].cells.size() < 2) paragraph(i);
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    void paragraph(std::size_t i) {
        const auto& text = reading_.blocks()[i].text;
        if (std::count(text.begin(), text.end(), ',') + 1 < static_cast<std::ptrdiff_t>(fewest_towns) - 1) return;
        const auto& words = reading_.words(i);
        if (lexicon().speaks_of_search(words)) return;
        for (std::size_t w = 0; w < words.size(); ++w) {
            const auto n = std::max(lexicon().match(Cue::joined, words, w), lexicon().match(Cue::partner, words, w));
            if (n == 0) continue;
            const auto run = run_after(text, words, w + n);
            const bool led = lexicon().holds_any({Cue::lead, Cue::leads, Cue::led_by}, words);
            if (run.begin < run.end && propose(i, text, run, led)) return;
        }
    }

    /// From the first capital after the announcing words to the end of the sentence.
    [[nodiscard]] Span run_after(std::string_view text, const std::vector<Word>& words, std::size_t from) const {
        for (auto k = from; k < std::min(words.size(), from + words_to_first); ++k) {
            const auto before = text.substr(words[k - 1].end, words[k].begin - words[k - 1].end);
            if (before.find_first_of(".!?") != std::string_view::npos) return {};
            if (upper_at(text, words[k].begin)) return {words[k].begin, sentence_end(text, words, k)};
        }
        return {};
    }

    static std::size_t sentence_end(std::string_view text, const std::vector<Word>& words, std::size_t from) {
        for (auto k = from; k + 1 < words.size(); ++k) {
            const auto gap = text.substr(words[k].end, words[k + 1].begin - words[k].end);
            const bool stop = gap.find_first_of(".!?;") != std::string_view::npos && words[k].end - words[k].begin > 3;
            if (stop && upper_at(text, words[k + 1].begin)) return words[k].end;
        }
        return text.size();
    }

    /// `led`: the paragraph speaks of leading, so that it is about a network whose name need not be sure.
    bool propose(std::size_t i, std::string_view text, Span run, bool led) {
        auto entries = read_entries(reading_, text, run);
        const auto is_town = [&](const Entry& e) {
            const auto name = text.substr(e.name.begin, e.name.end - e.name.begin);
            return reading_.is_town(name) || (lexicon().find(Cue::body, words_of(name)) && reading_.holds_town(name));
        };
        const auto towns = static_cast<std::size_t>(std::count_if(entries.begin(), entries.end(), is_town));
        const bool countries = std::any_of(entries.begin(), entries.end(), [](const Entry& e) { return !e.country.empty(); });
        if (countries || towns < fewest_towns || towns * 4 < entries.size() * 3) return false;
        Proposal proposal{.first_block = i, .last_block = i, .confidence = 2.5, .needs_name = !led};
        for (auto& entry : entries) {
            const auto role = entry.is_lead ? atlas::Role::lead : atlas::Role::partner;
            proposal.entries.push_back({i, std::move(entry), role});
        }
        proposals_.push_back(std::move(proposal));
        return true;
    }

    const Reading& reading_;
    std::vector<Proposal>& proposals_;
};

} // namespace

void read_town_runs(const Page& page, std::vector<Proposal>& proposals) {
    TownRunReader(page, proposals).run();
}

} // namespace cityweave::ingest
