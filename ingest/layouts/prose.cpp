// Running text: a paragraph that presents a network with its lead (layout F), and runs of partners (G to J, O, P, S).
#include "base/unicode.hpp"
#include "ingest/layout.hpp"
#include "ingest/layouts/events_above.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <optional>

namespace cityweave::ingest {

namespace {

constexpr std::size_t longest_paragraph = 20'000;
constexpr double sure_of_heading = 9; ///< evidence for the name that a section's heading gives

/// Entries that stand beside each other.
struct Run {
    std::vector<Entry> entries;
    std::vector<bool> lead;
    Span span;
    bool brackets = true; ///< countries stand in brackets or after dashes, which prose seldom does otherwise
};

class ProseReader {
public:
    ProseReader(const Page& page, std::vector<Proposal>& proposals) : page_(page), reading_(page.reading), proposals_(proposals) {}

    void run() {
        const auto& blocks = reading_.blocks();
        for (std::size_t i = 0; i < blocks.size(); ++i)
            if (blocks[i].text.size() <= longest_paragraph && blocks[i].text.size() > 12 && blocks[i].cells.size() < 2) paragraph(i);
    }

private:
    [[nodiscard]] const Lexicon& lexicon() const { return reading_.lexicon(); }

    void paragraph(std::size_t i) {
        block_ = i;
        text_ = reading_.blocks()[i].text;
        words_ = reading_.words(i);
        const auto anchors = anchors_and_adjectives(reading_, text_, words_);
        if (anchors.empty()) return;
        // "Suomesta mukana ovat Espoo ja Turku" tells of one country's towns, whatever they take part in.
        const bool one_country =
            std::all_of(anchors.begin(), anchors.end(), [](const Anchor& a) { return a.form == Anchor::Form::country_first; });
        auto runs = one_country && !page_.sections.over(i) ? std::vector<Run>{} : runs_of(anchors);
        if (runs.empty()) return;
        const bool searched = lexicon().speaks_of_search(words_);
        all_places_.clear();
        for (const auto& run : runs) all_places_.insert(all_places_.end(), run.entries.begin(), run.entries.end());
        for (auto& run : runs) mark_leads(run);
        if (const auto* section = page_.sections.over(i); section && !searched) {
            present(i, *section, runs);
            return;
        }
        mark_first_alone(runs);
        const bool led = std::any_of(runs.begin(), runs.end(), [&](const Run& run) { return has_lead(run); });
        std::erase_if(runs, [&](const Run& run) { return !is_evidence(run, searched, led); });
        if (!runs.empty()) propose(i, runs);
    }

    /// Below a heading that names a network, the towns with countries are its partners, in whatever words; the first leads
    /// where no words tell it.
    void present(std::size_t i, const NetworkSection& section, std::vector<Run>& runs) {
        std::erase_if(runs, [&](const Run& run) {
            return !has_lead(run) && (event_before(run) || person_before(run) || sentence_has(run, Cue::left));
        });
        if (runs.empty()) return;
        if (proposals_.empty() || proposals_.back().first_block != section.heading)
            proposals_.push_back({.first_block = section.heading,
                                  .entries = {},
                                  .network = section.network,
                                  .network_score = sure_of_heading,
                                  .cluster = {},
                                  .confidence = 2.0,
                                  .titled = !section.is_paragraph()});
        auto& proposal = proposals_.back();
        if (proposal.entries.empty()) proposal.first_alone = runs.front().entries.size() == 1 && runs.front().brackets;
        proposal.last_block = i;
        for (const auto& run : runs)
            for (std::size_t e = 0; e < run.entries.size(); ++e)
                proposal.entries.push_back({i, run.entries[e], run.lead[e] ? atlas::Role::lead : atlas::Role::partner});
        // One paragraph that tells one town of its network tells who leads it.
        if (section.is_paragraph() && proposal.entries.size() == 1) proposal.entries.front().role = atlas::Role::lead;
    }

    /// Groups what anchors tell; a gap of more than a separator parts two runs.
    [[nodiscard]] std::vector<Run> runs_of(const std::vector<Anchor>& anchors) const {
        std::vector<Run> runs;
        std::size_t previous_end = 0;
        for (const auto& anchor : anchors) {
            const bool adjective = anchor.is_before();
            const Span between{previous_end, adjective ? anchor.name.begin : anchor.span.begin};
            if (!runs.empty() && continues(between)) {
                auto entries = adjective ? names_before_adjective(between, anchor) : names_between(between, anchor);
                for (auto& entry : entries) runs.back().entries.push_back(std::move(entry));
                if (!entries.empty()) runs.back().span.end = anchor.span.end;
            } else if (const auto name = adjective ? anchor.name : name_before(reading_, text_, words_, anchor, previous_end);
                       name.begin < name.end) {
                start(runs, name, anchor);
            }
            previous_end = anchor.span.end;
        }
        return runs;
    }

    void start(std::vector<Run>& runs, Span name, const Anchor& anchor) const {
        auto entry = entry_of(reading_, text_, name, anchor);
        if (!entry || (entry->country.empty() && !entry->has_role)) return;
        if (reading_.country(text_.substr(entry->name.begin, entry->name.end - entry->name.begin))) return;
        Run run{.span = {name.begin, anchor.span.end}};
        run.brackets = anchor.form != Anchor::Form::comma && anchor.form != Anchor::Form::preposition;
        if (anchor.form == Anchor::Form::preposition) shared_before(run, name, anchor);
        run.entries.push_back(std::move(*entry));
        runs.push_back(std::move(run));
    }

    /// "Trikala and Psahna in Greece": the town before "and" has the same country.
    void shared_before(Run& run, Span name, const Anchor& anchor) const {
        const auto word =
            std::lower_bound(words_.begin(), words_.end(), name.begin, [](const Word& w, std::size_t o) { return w.begin < o; }) -
            words_.begin();
        if (word < 2 || !lexicon().has(Cue::conjunction, words_[static_cast<std::size_t>(word) - 1].folded)) return;
        const Anchor at{.span = {words_[static_cast<std::size_t>(word) - 2].end, anchor.span.end}, .country = anchor.country};
        const auto earlier = name_before(reading_, text_, words_, at, 0);
        if (earlier.begin >= earlier.end) return;
        auto entry = entry_of(reading_, text_, earlier, at);
        if (entry && reading_.is_town(text_.substr(entry->name.begin, entry->name.end - entry->name.begin), anchor.country))
            run.entries.push_back(std::move(*entry));
    }

    /// Whether the text between two countries is a separator and a name, no clause of its own.
    [[nodiscard]] bool continues(Span between) const {
        const auto gap = text_.substr(between.begin, between.end - between.begin);
        if (gap.size() > 160) return false;
        const auto words = words_of(gap);
        if (words.empty() || words.size() > 12 || gap.starts_with(". ")) return false;
        for (std::size_t w = 0; w < words.size(); ++w) {
            for (const auto cue : {Cue::led_by, Cue::leads, Cue::network, Cue::event, Cue::lead, Cue::joined})
                if (!upper_at(gap, words[w].begin) && lexicon().match(cue, words, w) > 0) return false;
            const auto after = gap.substr(words[w].end, 2);
            if (after == ". " && words[w].end - words[w].begin > 3) return false;
        }
        const auto first = std::find_if(words.begin(), words.end(), [](const Word& w) { return !w.folded.empty(); });
        if (first == words.end()) return false;
        const bool separator = gap.find_first_of(",;/") < first->begin || lexicon().has(Cue::conjunction, first->folded);
        if (!separator && !upper_at(gap, first->begin)) return false;
        const auto lower =
            std::count_if(words.begin(), words.end(), [&](const Word& w) { return !w.folded.empty() && !upper_at(gap, w.begin); });
        // "and the association of the Iași area": a body is told in small words.
        if (separator && lexicon().find(Cue::body, words)) return true;
        // "; the ink comes from Lutsk", ", na palubě jsou také Olomouc": a clause of its own.
        const auto clause = std::count_if(words.begin(), words.end(), [&](const Word& w) {
            return !w.folded.empty() && !upper_at(gap, w.begin) && !lexicon().has(Cue::function, w.folded) &&
                   !lexicon().has(Cue::conjunction, w.folded) && !lexicon().has(Cue::article, w.folded) && !is_joint(w.folded);
        });
        if (clause >= 2) return false;
        return lower <= 6 && (words.size() <= 4 || static_cast<std::size_t>(lower) * 3 <= words.size() * 2);
    }

    /// "Alytus (Litwa), Słupsk i szwedzki Kalmar": the towns before the adjective have no country of their own.
    [[nodiscard]] std::vector<Entry> names_before_adjective(Span between, const Anchor& anchor) const {
        auto adjective = between.end;
        for (const auto& word : words_)
            if (word.begin >= between.begin && word.end <= between.end && lexicon().adjective(word.folded)) adjective = word.begin;
        auto entries = read_entries(reading_, text_, {between.begin, adjective});
        keep_towns(entries);
        if (auto entry = entry_of(reading_, text_, anchor.name, anchor)) entries.push_back(std::move(*entry));
        return entries;
    }

    /// What has no country of its own is a partner only where it is a town: "the region, Genk (BE)".
    void keep_towns(std::vector<Entry>& entries) const {
        std::erase_if(entries, [&](const Entry& e) {
            return e.country.empty() && !e.has_role && !reading_.is_town(text_.substr(e.name.begin, e.name.end - e.name.begin));
        });
    }

    [[nodiscard]] std::vector<Entry> names_between(Span between, const Anchor& anchor) const {
        auto entries = read_entries(reading_, text_, {between.begin, anchor.span.end});
        if (!entries.empty()) shorten_to_town(entries.back(), between.begin, anchor);
        if (anchor.both && entries.size() > 1 && entries[entries.size() - 2].country.empty())
            entries[entries.size() - 2].country = anchor.country;
        keep_towns(entries);
        return entries;
    }

    /// "Soft Edges walks its borders with Letterkenny (IE)": of a name with a verb in it only the town at its end is meant.
    void shorten_to_town(Entry& entry, std::size_t not_before, const Anchor& anchor) const {
        const auto name = text_.substr(entry.name.begin, entry.name.end - entry.name.begin);
        const auto words = words_of(name);
        const auto small = std::count_if(words.begin(), words.end(), [&](const Word& w) {
            return !w.folded.empty() && !upper_at(name, w.begin) && !lexicon().has(Cue::function, w.folded) &&
                   !lexicon().has(Cue::body, w.folded);
        });
        if (small < 2 || reading_.is_town(name)) return;
        for (std::size_t w = words.size(); w-- > 1 && upper_at(name, words[w].begin);)
            if (reading_.is_town(name.substr(words[w].begin), entry.country)) {
                entry.name.begin = std::max(not_before, entry.name.begin + words[w].begin);
                entry.whole = {entry.name.begin, anchor.span.end};
                return;
            }
    }

    void mark_leads(Run& run) const {
        run.lead.assign(run.entries.size(), false);
        for (std::size_t k = 0; k < run.entries.size(); ++k) run.lead[k] = run.entries[k].is_lead;
        if (run.entries.empty() || std::count(run.lead.begin(), run.lead.end(), true) > 0) return;
        if (led_before(run.entries.front().name.begin) || (run.entries.size() == 1 && leads_after(run.span.end)) ||
            (run.entries.size() > 1 && leads_after(run.entries.front().whole.end)))
            run.lead.front() = true;
    }

    /// "Oulu (Finland) holds the reins; alongside it work Pärnu (Estonia), Liepāja (Latvia)": one town alone, then several
    /// more, is the lead with its partners, in whatever words.
    void mark_first_alone(std::vector<Run>& runs) const {
        if (runs.size() < 2 || std::any_of(runs.begin(), runs.end(), [&](const Run& run) { return has_lead(run); })) return;
        const auto& first = runs.front();
        const bool others = std::any_of(runs.begin() + 1, runs.end(), [](const Run& run) { return run.entries.size() > 1; });
        if (first.entries.size() == 1 && first.brackets && others && !event_before(first)) runs.front().lead.front() = true;
    }

    /// "led by the city of" ends right before the name.
    [[nodiscard]] bool led_before(std::size_t begin) const {
        const auto at = static_cast<std::size_t>(
            std::lower_bound(words_.begin(), words_.end(), begin, [](const Word& w, std::size_t o) { return w.begin < o; }) -
            words_.begin());
        for (std::size_t back = 1; back <= std::min<std::size_t>(at, 8); ++back) {
            const auto w = at - back;
            if (text_.substr(words_[w].end, 1) == "." && words_[w].end - words_[w].begin > 3) return false;
            for (const auto cue : {Cue::led_by, Cue::lead, Cue::leads, Cue::lead_role}) {
                const auto n = lexicon().match(cue, words_, w);
                const bool opens = w == 0 || text_.substr(words_[w - 1].end, 1) == "."; // "Coordina la red Lugo (España)"
                if (n == 0 || n > back || (cue == Cue::leads && n < 2 && !opens)) continue;
                const auto between = text_.substr(words_[w + n - 1].end, begin - words_[w + n - 1].end);
                const bool unbroken = between.find_first_of(",();") == std::string_view::npos;
                bool adjoining = true;
                for (auto k = w + n; k < at; k += std::max<std::size_t>(1, lexicon().match(Cue::network, words_, k)))
                    adjoining = adjoining && (words_[k].folded.empty() || lexicon().has(Cue::function, words_[k].folded) ||
                                              lexicon().has(Cue::body, words_[k].folded) || lexicon().match(Cue::network, words_, k) > 0 ||
                                              (cue == Cue::led_by && unbroken && upper_at(text_, words_[k].begin)));
                // "The lead of Quiet Streets is Genk (BE)".
                const bool says_who =
                    (cue == Cue::lead || cue == Cue::lead_role || n > 1) && unbroken && at > w + n && copula_before(at, w + n);
                const bool labelled = text_.substr(words_[w + n - 1].end, 2).find(':') != std::string_view::npos;
                if ((adjoining && (cue != Cue::lead_role || labelled)) || says_who) return true;
            }
        }
        return false;
    }

    /// "is the city of" ends right before word `at`.
    [[nodiscard]] bool copula_before(std::size_t at, std::size_t from) const {
        while (at > from && (lexicon().has(Cue::article, words_[at - 1].folded) || lexicon().has(Cue::body, words_[at - 1].folded))) --at;
        return at > from && lexicon().has(Cue::copula, words_[at - 1].folded);
    }

    /// "… (FI) leads", "… (PT) as a Lead Partner", "… (HR), its Lead Partner".
    [[nodiscard]] bool leads_after(std::size_t end) const {
        const auto at = static_cast<std::size_t>(
            std::lower_bound(words_.begin(), words_.end(), end, [](const Word& w, std::size_t o) { return w.begin < o; }) - words_.begin());
        for (std::size_t w = at; w < std::min(words_.size(), at + 5); ++w) {
            for (const auto cue : {Cue::leads, Cue::lead})
                if (lexicon().match(cue, words_, w) > 0) return true;
            if (!lexicon().has(Cue::function, words_[w].folded) && w > at) return false;
            const auto sign = text_.substr(words_[w].end, 1);
            if (sign == "." || sign == ";") return false;
        }
        return false;
    }

    /// The full stop before an offset; npos where there is none. "7 lutego 2024 r. w Krakowie" goes on.
    [[nodiscard]] std::size_t stop_before(std::size_t offset) const {
        auto at = text_.rfind(". ", offset);
        while (at != std::string_view::npos && at > 0 && !upper_at(text_, at + 2)) at = text_.rfind(". ", at - 1);
        return at == 0 ? std::string_view::npos : at;
    }

    [[nodiscard]] bool sentence_has(const Run& run, Cue cue) const {
        const auto from = stop_before(run.span.begin);
        const auto to = std::min(text_.find(". ", run.span.end), text_.size());
        for (std::size_t w = 0; w < words_.size(); ++w)
            if ((from == std::string_view::npos || words_[w].begin > from) && words_[w].begin < to &&
                !(words_[w].begin >= run.span.begin && words_[w].end <= run.span.end) && lexicon().match(cue, words_, w) > 0)
                return true;
        return false;
    }

    [[nodiscard]] bool cue_before(const Run& run, Cue cue) const {
        const auto from = stop_before(run.span.begin);
        for (std::size_t w = 0; w < words_.size() && words_[w].begin < run.span.begin; ++w)
            if ((from == std::string_view::npos || words_[w].begin > from) && lexicon().match(cue, words_, w) > 0) return true;
        return false;
    }

    /// "The group met in Tampere (Finland)": an event earlier in the sentence owns the place.
    [[nodiscard]] bool event_before(const Run& run) const { return cue_before(run, Cue::event); }
    /// "the expert Ann Smith (Ghent)": a person earlier in the sentence.
    [[nodiscard]] bool person_before(const Run& run) const { return cue_before(run, Cue::person); }

    [[nodiscard]] bool has_lead(const Run& run) const { return std::count(run.lead.begin(), run.lead.end(), true) > 0; }

    [[nodiscard]] bool is_evidence(const Run& run, bool searched, bool led) const {
        if (run.entries.empty() || searched || (run.entries.size() == 1 && sentence_has(run, Cue::left))) return false;
        const auto towns = static_cast<std::size_t>(std::count_if(run.entries.begin(), run.entries.end(), [&](const Entry& e) {
            return reading_.is_town(text_.substr(e.name.begin, e.name.end - e.name.begin));
        }));
        if (has_lead(run)) return run.brackets || !reading_.knows_towns() || towns > 0;
        if (run.entries.size() == 1) return run.brackets && !event_before(run);
        const bool spoken = sentence_has(run, Cue::partner) || sentence_has(run, Cue::joined) || sentence_has(run, Cue::network);
        if (sentence_has(run, Cue::event) && !sentence_has(run, Cue::partner)) return false;
        if (led && run.brackets && run.entries.size() > 1 && !event_before(run)) return true;
        // Four towns, each with its country, in a paragraph about a network.
        if (!run.brackets && run.entries.size() >= 4 && towns == run.entries.size() &&
            lexicon().holds_any({Cue::network, Cue::partner, Cue::joined}, words_))
            return true;
        if (!run.brackets) return spoken && run.entries.size() >= 3 && (!reading_.knows_towns() || towns * 2 >= run.entries.size());
        return spoken ||
               (run.entries.size() >= 4 && reading_.blocks()[block_].marker == Marker::none && !tells_of_event_above(page_, block_));
    }

    void propose(std::size_t i, const std::vector<Run>& runs) {
        std::vector<Entry> places;
        for (const auto& run : runs) places.insert(places.end(), run.entries.begin(), run.entries.end());
        for (std::size_t k = 0, r = 0; r < runs.size(); ++r)
            for (std::size_t e = 0; e < runs[r].entries.size(); ++e, ++k) places[k].is_lead = runs[r].lead[e];
        const bool led = std::any_of(runs.begin(), runs.end(), [&](const Run& r) { return has_lead(r); });
        const bool many = std::any_of(runs.begin(), runs.end(), [](const Run& r) { return r.entries.size() > 1; });
        places.insert(places.end(), all_places_.begin(), all_places_.end());
        auto candidates = page_.names.in_prose(i, places);
        Proposal proposal{.first_block = i, .last_block = i, .confidence = led ? 2.0 : many ? 1.5 : 0.5};
        const double least = many && !led ? 3.0 : reading_.nouns_have_capitals() ? 1.1 : 0.65;
        if (!candidates.empty() && candidates.front().score >= least) {
            proposal.network = candidates.front().name;
            proposal.network_score = candidates.front().score;
        }
        proposal.weak = !led && !many;
        if (proposal.weak && reading_.blocks()[i].marker != Marker::none) return; // an item of a list presents nothing
        if (proposal.weak && proposal.network.empty()) return;
        for (const auto& run : runs) {
            // Beside a lead, a town in brackets of its own sentence is a remark; a run is the partners.
            if (led && !has_lead(run) && run.entries.size() == 1) continue;
            for (std::size_t e = 0; e < run.entries.size(); ++e)
                proposal.entries.push_back({i, run.entries[e], run.lead[e] ? atlas::Role::lead : atlas::Role::partner});
        }
        if (proposal.weak && proposal.entries.size() != 1) return;
        if (proposal.weak) proposal.entries.front().role = atlas::Role::lead;
        proposals_.push_back(std::move(proposal));
    }

    const Page& page_;
    const Reading& reading_;
    std::vector<Proposal>& proposals_;
    std::size_t block_ = 0;
    std::string_view text_;
    std::vector<Word> words_;
    std::vector<Entry> all_places_; ///< of the paragraph at hand: no network's name, even where they are no partners
};

} // namespace

void read_prose(const Page& page, std::vector<Proposal>& proposals) {
    ProseReader(page, proposals).run();
}

} // namespace cityweave::ingest
